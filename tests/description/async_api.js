// SPDX-License-Identifier: MIT
// Lints asyncapi.json with the parser of AsyncAPI.
'use strict';
const fs = require('node:fs');
const { Findings, load, published } = require('./support');

const { Parser } = load('@asyncapi/parser');
const names = ['error', 'warning', 'information', 'hint'];

(async () => {
  const findings = new Findings();
  const { document, diagnostics } = await new Parser().parse(fs.readFileSync(published('asyncapi.json'), 'utf8'));
  for (const { severity, code, message, path } of diagnostics) {
    if (code === 'asyncapi-latest-version') continue; // 3.0 is what most tools read
    findings.add(`${names[severity]} ${code} at ${path.join('.')}: ${message}`);
  }
  if (!document) findings.add('it cannot be read');
  findings.end(`${document?.allOperations().length ?? 0} operations, ${document?.allMessages().length ?? 0} messages`);
})();
