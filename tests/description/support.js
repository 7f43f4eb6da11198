// SPDX-License-Identifier: MIT
// What the scripts of this folder share.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

// CTest counts a test as skipped that says so.
function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(0);
}

// A module that ./dev test installs.
function load(name) {
  try {
    return require(name);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    return skip(`the module ${name} is not installed; ./dev test does it when it reaches a package registry`);
  }
}

const source = process.argv[2];
const published = (name) => path.join(source, 'resources/protocol', name);
const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

// Counts what is wrong, says the first few, and ends the program accordingly.
class Findings {
  constructor() {
    this.count = 0;
  }
  add(text) {
    this.count += 1;
    if (this.count <= 20) console.error(text);
  }
  end(checked) {
    if (this.count > 20) console.error(`and ${this.count - 20} more`);
    console.log(`${checked}; ${this.count} findings`);
    process.exit(this.count ? 1 : 0);
  }
}

// Validates by the published JSON Schema, and by the schemas inside the other documents.
function makeAjv() {
  const Ajv = load('ajv/dist/2020').default;
  const addFormats = load('ajv-formats');
  const schema = readJson(published('schema.json'));
  // By itself the schema has nothing that a strict reader does not know. The others are no schemas as a whole.
  const strict = addFormats(new Ajv({ strict: true, allowUnionTypes: false }));
  strict.addVocabulary(['x-limit', 'x-close-codes', 'x-reasons']);
  strict.addSchema(schema, 'schema');
  for (const kind of Object.keys(schema.$defs)) strict.compile({ $ref: `schema#/$defs/${kind}` });

  const ajv = addFormats(new Ajv({ strict: false }));
  ajv.addSchema(schema, 'schema');
  for (const name of ['openapi', 'asyncapi']) ajv.addSchema(readJson(published(`${name}.json`)), name, true, false);
  return ajv;
}

// A validator of what stands at that JSON pointer of a document.
function validatorAt(ajv, document, pointer) {
  const id = document.openapi ? 'openapi' : document.asyncapi ? 'asyncapi' : 'schema';
  return ajv.getSchema(`${id}#${pointer}`) ?? ajv.compile({ $ref: `${id}#${pointer}` });
}

const escaped = (word) => word.replace(/~/g, '~0').replace(/\//g, '~1');
const explain = (validate) => validate.errors.map((e) => `${e.instancePath || '(all)'} ${e.message}`).join(', ');

// What "#/a/b" points to.
const resolve = (document, ref) =>
  ref.slice(2).split('/').reduce((at, key) => at[key.replace(/~1/g, '/').replace(/~0/g, '~')], document);

module.exports = { skip, load, published, readJson, Findings, makeAjv, validatorAt, escaped, explain, resolve, source };
