// Discord's markdown as a tree: pure, no page needed. A text leaf is a string; anything else {type, children | …}.

const MOST_NESTED = 8;
// Inside a mark, a backslash takes the next character with it.
const INNER = String.raw`((?:\\[^]|[^\\])+?)`;
const mark = (open, close = open, after = "") => new RegExp(`${open}${INNER}${close}${after}`, "y");

const MARKS = [
  ["bold", mark(String.raw`\*\*`, String.raw`\*\*`, String.raw`(?!\*)`)],
  ["underline", mark("__", "__", "(?!_)")],
  ["italic", mark(String.raw`\*(?![\s*])`, String.raw`\*`, String.raw`(?!\*)`)],
  ["italic", mark("_(?!_)", "_", String.raw`(?!\w)`)],
  ["strike", mark("~~")],
  ["spoiler", mark(String.raw`\|\|`)],
];
const ESCAPE = /\\([^A-Za-z0-9\s])/y;
const TICKS = /`+/y;
const BLOCK = /```(?:[\w+-]*\n)?([^]*?)```/y;
const LINK = /\[([^\[\]\n]{1,300})\]\((https?:\/\/[^\s()<>]{1,1000})\)/y;
const URL_ = /https?:\/\/[^\s<>()\[\]"'`*|]{1,1000}[^\s<>()\[\]"'`*|.,:;!?]/y;
const SIGNS = [
  [/<@!?(\d{1,20})>/y, (m) => ({ type: "user", id: m[1] })],
  [/<@&(\d{1,20})>/y, (m) => ({ type: "role", id: m[1] })],
  [/<#(\d{1,20})>/y, (m) => ({ type: "channel", id: m[1] })],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, (m) => ({ type: "time", at: Number(m[1]), style: m[2] ?? "f" })],
  [/<\/([\w -]{1,100}):\d{1,20}>/y, (m) => ({ type: "command", name: m[1] })],
  [/<a?:(\w{2,32}):\d{1,20}>/y, (m) => `:${m[1]}:`],
  [/@(everyone|here)\b/y, (m) => ({ type: "everyone", name: m[1] })],
];
const SPECIAL = /[\\`*_~|<[@h]/g;

// The patterns are shared, so where one ended is told by what it found, never by its lastIndex.
const at = (pattern, text, place) => {
  pattern.lastIndex = place;
  return pattern.exec(text);
};

function code(text, place) {
  const block = at(BLOCK, text, place);
  if (block) return [{ type: "pre", text: block[1] }, place + block[0].length];
  const ticks = at(TICKS, text, place)[0];
  const start = place + ticks.length;
  for (let end = text.indexOf(ticks, start); end !== -1; end = text.indexOf(ticks, end)) {
    const closing = at(TICKS, text, end)[0];
    if (closing === ticks) return [{ type: "code", text: text.slice(start, end) }, end + ticks.length];
    end += closing.length;
  }
  return [ticks, start];
}

function marked(text, place, depth) {
  if (depth >= MOST_NESTED) return null;
  for (const [type, pattern] of MARKS) {
    const before = text[place - 1] ?? " ";
    if (text[place] === "_" && /\w/.test(before)) continue;
    const found = at(pattern, text, place);
    if (found) return [{ type, children: inline(found[1], depth + 1) }, place + found[0].length];
  }
  return null;
}

function sign(text, place) {
  for (const [pattern, made] of SIGNS) {
    const found = at(pattern, text, place);
    if (found) return [made(found), place + found[0].length];
  }
  return null;
}

function link(text, place) {
  const masked = at(LINK, text, place);
  if (masked) return [{ type: "link", href: masked[2], children: [masked[1]] }, place + masked[0].length];
  const bare = at(URL_, text, place);
  return bare && [{ type: "link", href: bare[0], children: [bare[0]] }, place + bare[0].length];
}

function piece(text, place, depth) {
  const letter = text[place];
  if (letter === "\\") {
    const escaped = at(ESCAPE, text, place);
    return escaped && [escaped[1], place + escaped[0].length];
  }
  if (letter === "`") return code(text, place);
  if (letter === "<" || letter === "@") return sign(text, place);
  if (letter === "[" || letter === "h") return link(text, place);
  return marked(text, place, depth);
}

/** One line or more of text, without what only works at the beginning of a line. */
export function inline(text, depth = 0) {
  const found = [];
  let plain = "";
  let place = 0;
  while (place < text.length) {
    SPECIAL.lastIndex = place;
    const next = SPECIAL.exec(text)?.index ?? text.length;
    plain += text.slice(place, next);
    place = next;
    if (place >= text.length) break;
    const [node, end] = piece(text, place, depth) ?? [text[place], place + 1];
    place = end;
    if (typeof node === "string") plain += node;
    else {
      if (plain) found.push(plain);
      plain = "";
      found.push(node);
    }
  }
  return plain ? [...found, plain] : found;
}

const LINES = [
  ["small", /^-# +(.+)$/],
  ["h3", /^### +(.+)$/],
  ["h2", /^## +(.+)$/],
  ["h1", /^# +(.+)$/],
  ["quote", /^> (.*)$/],
  ["item", /^ {0,4}[-*] +(.+)$/],
];

/** A whole message or embed text: blocks, each {type: "text" | "small" | "h1".. | "quote" | "item", children}. */
export function parse(text) {
  const blocks = [];
  let paragraph = [];
  const end = () => {
    if (paragraph.length) blocks.push({ type: "text", children: inline(paragraph.join("\n")) });
    paragraph = [];
  };
  let inCode = false;
  for (const line of text.split("\n")) {
    const found = inCode ? null : LINES.map(([type, pattern]) => [type, line.match(pattern)]).find(([, m]) => m);
    if (found) {
      end();
      blocks.push({ type: found[0], children: inline(found[1][1]) });
    } else {
      paragraph.push(line);
      if (line.split("```").length % 2 === 0) inCode = !inCode;
    }
  }
  end();
  return blocks;
}
