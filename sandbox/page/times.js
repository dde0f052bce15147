// The demo's own clock, and times as the community's zone reads them.

let ahead = 0; // seconds by which the demo's clock is ahead of this machine's
let zone = "UTC";

export const setNow = (seconds) => { ahead = seconds - Date.now() / 1000; };
export const setZone = (name) => { zone = name; };
export const now = () => Date.now() / 1000 + ahead;

const formats = new Map();
function format(instant, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formats.get(key).format(instant * 1000);
}

const HOUR = { hour: "2-digit", minute: "2-digit" };
const DAY = { weekday: "long", day: "numeric", month: "long" };
const STYLES = {
  t: HOUR,
  T: { ...HOUR, second: "2-digit" },
  d: { day: "2-digit", month: "2-digit", year: "numeric" },
  D: { day: "numeric", month: "long", year: "numeric" },
  f: { day: "numeric", month: "long", year: "numeric", ...HOUR },
  F: { weekday: "long", day: "numeric", month: "long", year: "numeric", ...HOUR },
};

export const dayOf = (instant) => format(instant, { ...DAY, year: "numeric" });
export const hourOf = (instant) => format(instant, HOUR);
export const clockText = () => `${format(now(), { weekday: "short", day: "numeric", month: "short" })}, ${hourOf(now())}`;
export const zoneText = () => zone.replace("_", " ");

/** As Discord writes <t:instant:style>. */
export const written = (instant, style) => (style === "R" ? relative(instant) : format(instant, STYLES[style]));
export const full = (instant) => format(instant, STYLES.F);

const UNITS = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]];
const words = new Intl.RelativeTimeFormat("en", { numeric: "always" });

function relative(instant) {
  const distance = instant - now();
  const [unit, size] = UNITS.find(([, seconds]) => Math.abs(distance) >= seconds) ?? UNITS.at(-1);
  return words.format(Math.round(distance / size), unit);
}

/** Brings every <time> of the page that tells how long to date. */
export function tick() {
  for (const node of document.querySelectorAll("time[data-relative]")) {
    const text = relative(Number(node.dataset.relative));
    if (node.textContent !== text) node.textContent = text;
  }
}
