// Talking to the server of this page. Every failure is an Error whose message is a sentence.

const GONE = "The demo does not answer. Start it again with “make demo” and reload this page.";
const AGAIN_MS = 1500;

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error(GONE);
  }
  const data = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(data.error ?? `The demo answered ${response.status}. Reload the page.`), { status: response.status });
  return data;
}

export const get = (name, query = {}) => ask(`/page/${name}?${new URLSearchParams(query)}`);

export const post = (name, body) =>
  ask(`/page/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

/** Follows what changes for a user. `heard` gets each change; `state` hears "open", "lost" and, for good, "ended". */
export function follow(user, heard, state) {
  let stopped = false;
  let socket = null;
  let waiting = null;
  const later = () => { waiting = setTimeout(again, AGAIN_MS); };
  function open() {
    socket = new WebSocket(`ws://${location.host}/page/events?${new URLSearchParams({ user })}`);
    socket.onmessage = (event) => { if (!stopped) heard(JSON.parse(event.data)); };
    socket.onopen = () => { if (!stopped) state("open"); };
    socket.onclose = () => {
      if (stopped) return;
      state("lost");
      later();
    };
  }
  async function again() {
    try {
      await get("state", { user });
    } catch (error) {
      // Another demo stands there now, with other members.
      if (!stopped && error.status === 404) state("ended");
      else if (!stopped) later();
      return;
    }
    if (!stopped) open();
  }
  open();
  return () => {
    stopped = true;
    clearTimeout(waiting);
    socket.close();
  };
}
