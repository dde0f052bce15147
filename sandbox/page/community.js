// What is known of the community, as the member sees it whom you are; and which channel is open.

export const here = { state: null, room: null };

const byKey = (list, id) => list.find((thing) => thing.id === id);

/** Threads that stand under a channel have it as their parent. */
const THREADS = [10, 11, 12];
const TEXT = 0;
const DM = 1;
export const isThread = (channel) => THREADS.includes(channel.type);
export const isDm = (channel) => channel.type === DM;

export const allRooms = () => [...here.state.guild.channels, ...here.state.dms];
export const roomOf = (id) => byKey(allRooms(), id);

/** Channels with the threads under each. */
export function channelTree() {
  const { channels } = here.state.guild;
  const ids = new Set(channels.map((c) => c.id));
  const top = channels.filter((c) => !isThread(c) || !ids.has(c.parent_id));
  return top.map((channel) => ({ channel, threads: channels.filter((c) => isThread(c) && c.parent_id === channel.id) }));
}

/** How a channel is written: with its sign. */
export const titleOf = (room) => (isDm(room) || isThread(room) ? room.name : `#${room.name}`);

/** Names of what is mentioned, or undefined. */
export const names = {
  user: (id) => byKey(here.state.guild.members, id)?.name,
  role: (id) => byKey(here.state.guild.roles, id)?.name.replace(/^@/, ""),
  channel: (id) => byKey(here.state.guild.channels, id)?.name,
};

/** What can be chosen in menus and options. */
export const lists = {
  users: () => here.state.guild.members.map((m) => ({ label: m.name, value: m.id })),
  roles: () => here.state.guild.roles.filter((r) => r.id !== here.state.guild.id).map((r) => ({ label: `@${r.name}`, value: r.id })),
  mentionables: () => [...lists.users(), ...lists.roles()],
  channels: (types) => {
    const wanted = types?.length ? types : [TEXT, ...THREADS];
    return here.state.guild.channels.filter((c) => wanted.includes(c.type)).map((c) => ({ label: `#${c.name}`, value: c.id }));
  },
};

const rolesOf = (member) =>
  here.state.guild.roles.filter((role) => member.roles.includes(role.id) && role.id !== here.state.guild.id).sort((a, b) => b.position - a.position);

/** The colour of somebody's name: that of their highest role that has one, as #rrggbb; or null. */
export function colourOf(userId) {
  const member = byKey(here.state.guild.members, userId);
  const role = member && rolesOf(member).find((r) => r.color);
  return role ? `#${role.color.toString(16).padStart(6, "0")}` : null;
}

/** Members by what they are: the owner, roles from the highest on, everybody else, bots. [[title, members], …] */
export function memberGroups() {
  const groups = new Map();
  const add = (title, member) => groups.set(title, [...(groups.get(title) ?? []), member]);
  for (const member of here.state.guild.members) {
    if (member.bot) continue;
    add(member.owner ? "Owner" : rolesOf(member)[0]?.name ?? "Learners", member);
  }
  const rank = (title) => (title === "Owner" ? Infinity : here.state.guild.roles.find((r) => r.name === title)?.position ?? -1);
  const sorted = [...groups].sort(([one], [other]) => rank(other) - rank(one));
  const bots = here.state.guild.members.filter((m) => m.bot);
  return bots.length ? [...sorted, ["Bots", bots]] : sorted;
}

// --- the address says who and where, so that two windows can be two members, also after a restart

export const keyOf = (room) => (isDm(room) ? `@${room.name}` : room.name).toLowerCase();
export function placeIn(hash) {
  try {
    return decodeURIComponent(hash.slice(1)).toLowerCase().split("/");
  } catch {
    return []; // somebody wrote it by hand
  }
}
export const addressOf = (name, room) => `#${encodeURIComponent(name.toLowerCase())}/${encodeURIComponent(keyOf(room))}`;
