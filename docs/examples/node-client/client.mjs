// SPDX-License-Identifier: MIT
// A client of Salon, written from docs/protocol.md alone: follows a room, prints each message once and in order
// however often the connection breaks, and posts each line of its standard input. "/edit TEXT" changes the last message that it
// posted, "/react EMOJI" reacts to the last one that it printed, "/pin" and "/unpin" pin it for everybody, "/pins" lists what is pinned.
//   SALON_PASSWORD=… node client.mjs https://chat.example.org ada tea      (or @grace, for a conversation with her)
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';

const [server, username, roomName] = process.argv.slice(2);
if (!roomName) throw new Error('usage: SALON_PASSWORD=… node client.mjs SERVER USER ROOM');
const names = new Map(); // user id: name
const inFlight = new Map(); // request id: {resolve, reject}
const outbox = new Map(); // key: text, until the server has answered that it is stored
let socket, token, epoch, room, isReady;
let failures = 0; // since the last hello
let seq = 0; // of the last event of the room that was applied
let me, mine, latest; // who one is; seq of one's own last message, and of the last one at all
let work = Promise.resolve(); // what the server says is handled one after the other

async function logIn() {
  const body = JSON.stringify({ username, password: process.env.SALON_PASSWORD ?? '', device: 'node-client' });
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(new URL('/api/login', server), { method: 'POST', headers, body });
  const answer = await response.json();
  if (!response.ok) throw answer.error;
  return answer.token;
}

const ask = (type, data) => new Promise((resolve, reject) => {
  const id = randomUUID();
  inFlight.set(id, { resolve, reject });
  socket.send(JSON.stringify({ type, id, data }));
});

async function personCalled(name, after) {
  const page = await ask('users.list', { match: name, after });
  const found = page.users.find((user) => user.name === name);
  if (!found && !page.after) throw { message: `nobody is called ${name}` };
  return found ?? personCalled(name, page.after);
}

async function enterRoom(rooms, after) {
  if (roomName.startsWith('@')) {
    const person = await personCalled(roomName.slice(1));
    return (await ask('direct.open', { users: [person.id] })).room.id;
  }
  const found = rooms.find((row) => row.name === roomName);
  if (found?.role === 'none') await ask('room.join', { room: found.id });
  if (found) return found.id;
  if (after === null) return (await ask('room.create', { name: roomName })).room.id;
  const page = await ask('room.list', { after });
  return enterRoom(page.rooms, page.after ?? null);
}

async function say(by, words) {
  if (!names.has(by)) for (const user of (await ask('users.get', { ids: [by] })).users) names.set(user.id, user.name);
  console.log(`${names.get(by)}${words}`);
}

async function show(by, at, message) {
  latest = at;
  if (by === me) mine = at;
  await say(by, `: ${message.text}`);
}

const changes = { // what an event says that changes a message
  'message.edited': ({ message, text }) => ` says in ${message} now: ${text}`,
  'message.deleted': ({ message }) => ` deleted ${message}`,
  'reaction.added': ({ message, emoji }) => ` reacts to ${message} with ${emoji}`,
  'reaction.removed': ({ message, emoji }) => ` takes ${emoji} back from ${message}`,
  'message.pinned': ({ message }) => message && ` pins ${message}`, // 0: from before one may read
  'message.unpinned': ({ message }) => message && ` unpins ${message}`,
};

async function apply(event) {
  if (event.room !== room || event.seq <= seq) return; // not ours, or known
  if (event.seq > seq + 1) return catchUp(); // brings what is between, and this one too
  if (event.type === 'message.posted') await show(event.by, event.seq, event.data);
  else {
    const words = changes[event.type]?.(event.data);
    if (words) await say(event.by, words);
  }
  seq = event.seq;
}

async function catchUp() {
  const { rooms, more, users } = await ask('session.sync', { rooms: [{ room, after: seq }] });
  for (const user of users) names.set(user.id, user.name);
  for (const { events = [], page, reset, error } of rooms) {
    if (error) throw error;
    if (reset) seq = 0;
    for (const event of events) await apply(event);
    for (const message of page?.messages ?? []) if (message.seq > seq) await show(message.by, message.seq, message), seq = message.seq;
    if (page) seq = Math.max(seq, page.as_of);
  }
  if (more.includes(room)) await catchUp();
}

async function begin() {
  const client = { name: 'node-client', version: '1' };
  const hello = await ask('session.hello', { protocol: { min: 1, max: 1 }, client, token });
  if (epoch && epoch !== hello.server.epoch) seq = 0; // the server came back from a backup
  epoch = hello.server.epoch;
  me = hello.user.id;
  room = await enterRoom(hello.rooms);
  await catchUp();
  isReady = true;
  failures = 0;
  for (const key of outbox.keys()) send(key);
}

async function send(key) {
  if (!isReady) return; // begin() sends it
  try {
    await ask('message.post', { room, key, text: outbox.get(key) });
  } catch (error) {
    if (error.code === 'closed') return;
    if (['rate_limited', 'unavailable', 'stopping'].includes(error.code))
      return setTimeout(() => send(key), error.retry_after_ms ?? 1000);
    console.error(`not sent: ${error.message}`);
  }
  outbox.delete(key);
}

// One connection, until it ends; fails with the reason.
const converse = () => new Promise((resolve, fail) => {
  const mine = socket = new WebSocket(new URL('/ws', server.replace(/^http/, 'ws')));
  const end = (error) => { fail(error); mine.terminate(); };
  const watch = setTimeout(() => end({ message: 'silence' }), 45_000); // the server pings after 20
  mine.on('ping', () => watch.refresh());
  mine.on('open', () => { work = begin().catch(end); });
  mine.on('message', (text) => {
    const frame = JSON.parse(text);
    const waiting = inFlight.get(frame.id);
    inFlight.delete(frame.id);
    if (frame.type === 'reply') waiting?.resolve(frame.data);
    else if (frame.type === 'error') waiting?.reject(frame.error);
    else if (frame.seq) work = work.then(() => socket === mine && apply(frame)).catch(end);
    watch.refresh();
  });
  mine.on('error', end);
  mine.on('close', () => {
    isReady = false;
    clearTimeout(watch);
    for (const waiting of inFlight.values()) waiting.reject({ code: 'closed', message: 'the connection was closed' });
    inFlight.clear();
    resolve();
  });
});

async function listPins(after) {
  const page = await ask('room.pins', { room, after });
  for (const user of page.users) names.set(user.id, user.name);
  for (const { seq, by, text, pinned_by } of page.messages)
    console.log(`pinned by ${names.get(pinned_by)}: ${seq}, ${names.get(by)}: ${text}`);
  if (page.after) await listPins(page.after);
}

const commands = {
  '/edit': (text) => ask('message.edit', { room, seq: mine, text }),
  '/react': (emoji) => ask('reaction.add', { room, seq: latest, emoji }),
  '/pin': () => ask('message.pin', { room, seq: latest }),
  '/unpin': () => ask('message.unpin', { room, seq: latest }),
  '/pins': () => listPins(),
};

createInterface({ input: process.stdin }).on('line', (text) => {
  const [word, ...rest] = text.split(' ');
  if (commands[word]) return commands[word](rest.join(' ')).catch((error) => console.error(error.message));
  const key = randomUUID();
  outbox.set(key, text);
  send(key);
});

while (true) {
  try {
    token ??= await logIn();
    await converse();
  } catch (error) {
    console.error(error.message);
    if (error.reason === 'wrong_password') process.exit(1);
    if (['unauthorized', 'session_expired', 'session_revoked'].includes(error.code)) token = undefined;
  }
  await sleep(Math.min(30_000, 200 * 2 ** failures++) * (0.5 + Math.random() / 2));
}
