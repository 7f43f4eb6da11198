// SPDX-License-Identifier: MIT
// Everything that the end-to-end tests and a real server have said to each other obeys the description, both ways:
// what the server says is described, what it accepts is valid, and it refuses only as described.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { Findings, explain, makeAjv, published, readJson, skip, validatorAt } = require('./support');
const { HttpJudge } = require('./http_judge');

const folder = process.argv[3];
// This test says everything once, so that from there on a kind that was never seen is a finding.
if (!fs.existsSync(path.join(folder, 'tst_every_kind.jsonl')))
  skip('nothing was recorded yet; the tests with the label e2e do it');

const ajv = makeAjv();
const findings = new Findings();
const schema = readJson(published('schema.json'));
const asyncApi = readJson(published('asyncapi.json'));

const messages = asyncApi.channels.socket.messages;
const isDescribed = (kind) => Object.hasOwn(messages, kind);
const seen = new Set();
const faultsSeen = new Set();
let frames = 0;

const fits = (kind, frame) => validatorAt(ajv, schema, `/$defs/${kind}`)(frame);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // on purpose, by the tests of bad input
  }
}

// A request: what may be answered with a reply is kept until then.
function sent(socket, text) {
  const frame = parsed(text);
  if (frame === null || typeof frame !== 'object' || typeof frame.id !== 'string') return;
  const isRequest = isDescribed(`${frame.type}.reply`);
  const request = { kind: isRequest ? frame.type : undefined, isValid: isRequest && fits(frame.type, frame), text };
  if (request.isValid) seen.add(frame.type);
  if (!socket.has(frame.id)) socket.set(frame.id, []);
  socket.get(frame.id).push(request);
}

// Takes the request out that such an answer may be to.
function take(socket, id, suits) {
  const waiting = socket.get(id) ?? [];
  const place = waiting.findIndex(suits);
  return place < 0 ? undefined : waiting.splice(place, 1)[0];
}

function reply(socket, frame, text) {
  const request = take(socket, frame.id, ({ kind, isValid }) => isValid && fits(`${kind}.reply`, frame));
  if (request) return seen.add(`${request.kind}.reply`);
  const [asked] = socket.get(frame.id) ?? [];
  findings.add(`accepted though not valid, or not answered as described: ${asked?.text}\n  -> ${text.slice(0, 500)}`);
}

function refusal(socket, frame, text) {
  const validate = validatorAt(ajv, schema, '/$defs/error');
  if (!validate(frame)) return findings.add(`no error as described: ${explain(validate)}: ${text}`);
  seen.add('error');
  const { code, reason } = frame.error;
  faultsSeen.add(reason ? `${code} ${reason}` : code);
  const request = take(socket, frame.id, ({ isValid }) => !isValid) ?? take(socket, frame.id, () => true);
  if (!request?.kind) return; // not even a kind could be read, or no such kind
  const isSame = (fault) => fault.code === code && fault.reason === reason;
  if (!asyncApi.operations[request.kind]['x-faults'].some(isSame))
    findings.add(`${request.kind} is not described to be refused with ${code} ${reason ?? ''}: ${text}`);
}

function received(socket, text) {
  const frame = parsed(text);
  if (frame?.type === 'reply') return reply(socket, frame, text);
  if (frame?.type === 'error') return refusal(socket, frame, text);
  if (!frame || !isDescribed(frame.type)) return findings.add(`not described: ${text.slice(0, 500)}`);
  seen.add(frame.type);
  const validate = validatorAt(ajv, schema, `/$defs/${frame.type}`);
  if (!validate(frame)) findings.add(`${frame.type}: ${explain(validate)}: ${text.slice(0, 500)}`);
}

const http = new HttpJudge(ajv, readJson(published('openapi.json')), findings);
for (const name of fs.readdirSync(folder).filter((file) => file.endsWith('.jsonl'))) {
  const sockets = new Map();
  for (const line of fs.readFileSync(path.join(folder, name), 'utf8').split('\n')) {
    if (!line) continue;
    const said = JSON.parse(line);
    frames += 1;
    if (said.method) {
      http.judge(said);
      continue;
    }
    if (!sockets.has(said.socket)) sockets.set(said.socket, new Map());
    if (said.sent !== undefined) sent(sockets.get(said.socket), said.sent);
    else received(sockets.get(said.socket), said.received);
  }
}

const missing = [...Object.keys(messages).filter((kind) => !seen.has(kind)), ...http.missing()];
for (const kind of missing) findings.add(`never seen: ${kind}`);
const unmet = Object.values(asyncApi.operations)
  .flatMap((operation) => operation['x-faults'] ?? [])
  .map(({ code, reason }) => (reason ? `${code} ${reason}` : code))
  .filter((fault) => !faultsSeen.has(fault) && !http.faultsSeen.has(fault));
console.log(`described, and met by no test over the wire: ${[...new Set(unmet)].join(', ') || 'nothing'}`);
findings.end(`${frames} frames and exchanges, ${seen.size} kinds of frame, ${http.seen.size} operations`);
