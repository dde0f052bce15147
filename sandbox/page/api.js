// Talking to the server of this page. Every failure is an Error whose message is a sentence.

const GONE = "The demo does not answer. Start it again with “make demo” and reload this page.";

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error(GONE);
  }
  const data = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(data.error ?? `The demo answered ${response.status}. Reload the page.`);
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
  const source = new EventSource(`/page/events?${new URLSearchParams({ user })}`);
  source.onmessage = (event) => heard(JSON.parse(event.data));
  source.onopen = () => state("open");
  source.onerror = () => state(source.readyState === EventSource.CLOSED ? "ended" : "lost");
  return () => source.close();
}
