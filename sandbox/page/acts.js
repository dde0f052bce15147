// What you do: asked of the server as the member whom you are, where you are.

import { post } from "./api.js";
import { here, lists, names } from "./community.js";
import { notice } from "./dom.js";
import { openModal } from "./modal.js";
import { failed, say as sayHere } from "./room.js";

const FAILED = "This interaction failed";
const NO_ANSWER = "The application did not respond";
const watchers = [];

/** Hears of everything that was done and answered: {kind, what, answer}. `what`: a command, a custom_id, a goal. */
export const onDeed = (watcher) => { watchers.push(watcher); };
export const tellDeed = (deed) => watchers.forEach((watcher) => watcher(deed));

const place = () => ({ user: here.state.me.id, channel: here.room.id });

/** Does it; `missed` is told when Discord would say that it failed, `complain` what cannot be done at all. */
async function act(kind, what, body, missed, complain = notice) {
  const at = place();
  try {
    const answer = await post(kind, { ...at, ...body });
    complain("");
    if (answer.failed) {
      if (here.room.id === at.channel) missed();
      return null;
    }
    if (answer.modal) openModal(answer.modal, { names, lists }, submitter(answer, at.channel));
    tellDeed({ kind, what, answer });
    return answer;
  } catch (error) {
    complain(error.message);
    return null;
  }
}

const submitter = ({ id, modal }, channel) => async (values, complain) => {
  const again = () => complain("Something went wrong. Try again.");
  return Boolean(await act("submit", modal.custom_id, { interaction: id, values, channel }, again, (text) => { if (text) complain(text); }));
};

export async function press(message, custom_id) {
  failed(message.id, "");
  await act("press", custom_id, { message: message.id, custom_id }, () => failed(message.id, FAILED));
}

export async function choose(message, custom_id, values) {
  failed(message.id, "");
  await act("choose", custom_id, { message: message.id, custom_id, values }, () => failed(message.id, FAILED));
}

/** Whether it was sent, answered or not. */
export async function slash(command, options) {
  let missed = false;
  const answer = await act("slash", command, { command, options }, () => { missed = true; sayHere(`${NO_ANSWER}: /${command}`); });
  return missed || Boolean(answer);
}

export async function say(text, files) {
  try {
    await post("say", { ...place(), text, ...(files.length ? { files } : {}) });
    notice("");
    return true;
  } catch (error) {
    notice(error.message);
    return false;
  }
}

export const complete = async (command, option, typed, options) =>
  (await post("complete", { ...place(), command, option, typed, options })).choices;
