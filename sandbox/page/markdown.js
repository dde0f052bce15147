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
// An address may have pairs of brackets in it.
const LINK = /\[([^\[\]\n]{1,300})\]\(<?(https?:\/\/(?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,1000})>?\)/y;
const URL_ = /https?:\/\/(?:[^\s<>()\[\]"'`*|]|\([^\s<>()\[\]"'`*|]{0,200}\)){1,1000}/y;
const SIGNS = [
  [/<@!?(\d{1,20})>/y, (m) => ({ type: "user", id: m[1] })],
  [/<@&(\d{1,20})>/y, (m) => ({ type: "role", id: m[1] })],
  [/<#(\d{1,20})>/y, (m) => ({ type: "channel", id: m[1] })],
  [/<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/y, (m) => ({ type: "time", at: Number(m[1]), style: m[2] ?? "f" })],
  [/<\/([\w -]{1,100}):\d{1,20}>/y, (m) => ({ type: "command", name: m[1] })],
  [/<a?:(\w{2,32}):\d{1,20}>/y, (m) => `:${m[1]}:`],
  [/<(https?:\/\/[^\s<>]{1,1000})>/y, (m) => ({ type: "link", href: m[1], children: [m[1]] })],
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
  if (masked) {
    const children = masked[1].includes("http") ? [masked[1]] : inline(masked[1]);
    return [{ type: "link", href: masked[2], children }, place + masked[0].length];
  }
  const href = at(URL_, text, place)?.[0].replace(/[.,:;!?]+$/, "");
  return /\/\/./.test(href ?? "") ? [{ type: "link", href, children: [href] }, place + href.length] : null;
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
  ["item", /^(?: *)(?:[-*]|\d{1,9}\.) +(.+)$/],
];
const REST_QUOTED = /^>>> (.*)$/;
const DEEPEST = 10;

/** A line that is a block of its own, or null. before: the block above it, for lists in lists. */
function blockOf(line, before) {
  const [type, found] = LINES.map(([name, pattern]) => [name, line.match(pattern)]).find(([, match]) => match) ?? [];
  if (!type) return null;
  if (type === "quote") return quoted(found[1]);
  const block = { type, children: inline(found[1]) };
  if (type !== "item") return block;
  const depth = Math.min(Math.floor(line.search(/\S/) / 2), before?.type === "item" ? (before.depth ?? 0) + 1 : 0, DEEPEST);
  const number = line.match(/^ *(\d+)\./)?.[1];
  return { ...block, ...(depth && { depth }), ...(number && { number }) };
}

function quoted(text) {
  const inner = /^(>|>>>) /.test(text) ? null : blockOf(text);
  return { type: "quote", children: inner ? [inner] : inline(text) };
}

/**
 * A whole message or embed text: blocks, each {type: "text" | "small" | "h1".. | "quote" | "item", children}. An item in a
 * list that is in a list has a `depth`, one of a numbered list its `number`.
 */
export function parse(text) {
  const blocks = [];
  let paragraph = [];
  const end = () => {
    if (paragraph.length) blocks.push({ type: "text", children: inline(paragraph.join("\n")) });
    paragraph = [];
  };
  let inCode = false;
  let restQuoted = false;
  for (const line of text.split("\n")) {
    const rest = restQuoted || inCode ? null : line.match(REST_QUOTED);
    restQuoted ||= Boolean(rest);
    const block = restQuoted ? quoted(rest ? rest[1] : line) : inCode ? null : blockOf(line, paragraph.length ? null : blocks.at(-1));
    if (block) {
      end();
      blocks.push(block);
    } else {
      paragraph.push(line);
      if (line.split("```").length % 2 === 0) inCode = !inCode;
    }
  }
  end();
  return blocks;
}
