// The demo's own clock, and times as the community's zone reads them.

let base = Date.now() / 1000; // the demo's clock, when it was last told
let told = base; // this machine's clock at that moment
let speed = 1; // the demo's seconds for each of this machine's
let zone = "UTC";

const here = () => Date.now() / 1000;

export const now = () => base + (here() - told) * speed;
export const setNow = (seconds) => { base = seconds; told = here(); };
export const setSpeed = (times) => { setNow(now()); speed = times; };
export const setZone = (name) => { zone = name; };

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
  s: { day: "2-digit", month: "2-digit", year: "numeric", ...HOUR },
  S: { day: "2-digit", month: "2-digit", year: "numeric", ...HOUR, second: "2-digit" },
  D: { day: "numeric", month: "long", year: "numeric" },
  f: { day: "numeric", month: "long", year: "numeric", ...HOUR },
  F: { weekday: "long", day: "numeric", month: "long", year: "numeric", ...HOUR },
};

export const dayOf = (instant) => format(instant, { ...DAY, year: "numeric" });
export const hourOf = (instant) => format(instant, HOUR);
export const momentOf = (instant) => `${format(instant, { weekday: "short", day: "numeric", month: "short" })}, ${hourOf(instant)}`;
export const clockText = () => momentOf(now());
export const zoneText = () => zone.replaceAll("_", " ");

/** When something happened, as short as it can be said: with the day, unless it was today. */
export const whenOf = (instant) => (dayOf(instant) === dayOf(now()) ? hourOf(instant) : momentOf(instant));

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
