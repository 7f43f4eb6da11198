// SPDX-License-Identifier: MIT
// Lints openapi.json with Redocly, without a word to the network.
'use strict';
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { load, published } = require('./support');

load('@redocly/cli/package.json');
const cli = require.resolve('@redocly/cli/bin/cli.js');
const environment = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true' };
const configuration = path.join(__dirname, 'redocly.yaml');
const run = spawnSync(process.execPath, [cli, 'lint', published('openapi.json'), '--config', configuration], {
  env: environment,
  encoding: 'utf8',
});
process.stdout.write(run.stdout + run.stderr);
// Warnings count: the configuration names the rules that we do not follow, and why.
const isClean = run.status === 0 && !/warning/i.test(run.stderr + run.stdout);
process.exit(isClean ? 0 : 1);
