// SPDX-License-Identifier: MIT
// Every example of the description obeys the schema beside it.
'use strict';
const { Findings, escaped, explain, makeAjv, published, readJson, validatorAt } = require('./support');

const ajv = makeAjv();
const findings = new Findings();
let checked = 0;

// Calls `visit` for each object of a document, with the pointer to it.
function walk(at, visit, pointer = '') {
  if (at === null || typeof at !== 'object') return;
  visit(at, pointer);
  for (const key of Object.keys(at)) walk(at[key], visit, `${pointer}/${escaped(key)}`);
}

function check(document, pointer, value, where) {
  const validate = validatorAt(ajv, document, pointer);
  checked += 1;
  if (!validate(value)) findings.add(`${where}: ${explain(validate)}`);
}


const openApi = readJson(published('openapi.json'));
walk(openApi, (object, pointer) => {
  if (!object.schema) return;
  if ('example' in object) check(openApi, `${pointer}/schema`, object.example, pointer);
  for (const [name, { value }] of Object.entries(object.examples ?? {}))
    check(openApi, `${pointer}/schema`, value, `${pointer} ${name}`);
});

const asyncApi = readJson(published('asyncapi.json'));
const schema = readJson(published('schema.json'));
walk(asyncApi, (object, pointer) => {
  if (!object.payload || !object.examples) return;
  for (const { payload } of object.examples) {
    check(asyncApi, `${pointer}/payload`, payload, pointer);
    check(schema, `/$defs/${escaped(object.name)}`, payload, `${pointer} by schema.json`);
  }
});

if (checked < 100) findings.add(`only ${checked} examples were found`);
findings.end(`${checked} examples`);
