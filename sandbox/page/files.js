// Pictures and files. Those of elsewhere are not loaded: the page talks to its own machine only.

import { byId, el } from "./dom.js";

const OWN_FILE = /^https?:\/\/(127\.0\.0\.1|localhost)(:\d+)?\/attachments\//;
const NAMED = "attachment://";
const MOST_TOGETHER = 15_000_000; // a third more in base64, and the server takes 24 MB

/** Where a file of this page's own server is, or null. */
const placeOf = (url) => (OWN_FILE.test(url ?? "") ? new URL(url).pathname : null);

/**
 * A picture that grows when it is pressed; null when it is not of this machine. size: "large" or "small". attachments:
 * those that "attachment://…" may mean. Their measures keep its place: once loaded it pushes nothing out of sight.
 */
export function picture(url, size, text, attachments) {
  const file = attachments.find((a) => a.url === url || NAMED + a.filename === url);
  const path = placeOf(file?.url ?? url);
  if (!path) return null;
  const open = () => enlarge(path, text);
  const measures = { width: file?.width, height: file?.height };
  const image = el("img", { src: path, alt: text || "Picture", class: `picture ${size}`, loading: "lazy", ...measures });
  return el("button", { type: "button", class: "picture-button", title: "Enlarge", key: path + text, onclick: open }, image);
}

function enlarge(path, text) {
  const viewer = byId("viewer");
  const close = el("button", { type: "button", class: "button secondary", onclick: () => viewer.close() }, "Close");
  viewer.replaceChildren(el("img", { src: path, alt: text || "Picture" }), el("p", {}, text ? el("span", {}, text) : null, close));
  viewer.showModal();
}

/** A file that a message carries: shown when it is a picture, else to be saved. */
export function fileNode(file) {
  const path = placeOf(file.url);
  if (!path) return null;
  if (file.content_type?.startsWith("image/")) return picture(file.url, "large", file.description ?? file.filename, [file]);
  const size = file.size < 1024 ? `${file.size} bytes` : `${Math.round(file.size / 1024)} KB`;
  return el("p", { class: "file" }, el("a", { href: path, download: file.filename }, file.filename), ` ${size}`);
}

/** The files that are shown by themselves: not those that an embed or a component shows already. */
export function looseFiles(message) {
  const used = JSON.stringify([message.embeds, message.components]);
  return message.attachments.filter((file) => !used.includes(JSON.stringify(file.url)) && !used.includes(JSON.stringify(NAMED + file.filename)));
}

export const MOST_BYTES = 5_000_000;
export const MOST_FILES = 10;

/** Why these cannot be sent; empty when they can. */
export function tooMuch(files) {
  if (files.length > MOST_FILES) return `${MOST_FILES} files at once are the most.`;
  const big = files.find((file) => file.size > MOST_BYTES);
  if (big) return `${big.name} is too big: 5 MB are the most.`;
  return files.reduce((total, file) => total + file.size, 0) > MOST_TOGETHER ? "That is too much at once: 15 MB are the most." : "";
}

/** A file that the member picked, as the server takes it: {file, content in base64}. */
export async function packed(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let place = 0; place < bytes.length; place += 0x8000) text += String.fromCharCode(...bytes.subarray(place, place + 0x8000));
  return { file: file.name, content: btoa(text) };
}
