// SPDX-License-Identifier: MIT
// Compares exchanges over HTTP with openapi.json.
'use strict';
const { escaped, explain, resolve, validatorAt } = require('./support');

class HttpJudge {
  constructor(ajv, document, findings) {
    this.ajv = ajv;
    this.document = document;
    this.findings = findings;
    this.seen = new Set(); // operations that were answered well
    this.faultsSeen = new Set();
    this.operations = [];
    for (const [path, item] of Object.entries(document.paths)) {
      const pattern = new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
      for (const [method, operation] of Object.entries(item))
        this.operations.push({ path, pattern, method, operation, isExact: !path.includes('{') });
    }
    this.operations.sort((a, b) => b.isExact - a.isExact);
  }

  missing() {
    return this.operations.map(({ operation }) => operation.operationId).filter((id) => !this.seen.has(id));
  }

  judge(exchange) {
    if (exchange.status === 0) return; // the server was killed meanwhile
    const [path, query = ''] = exchange.path.split('?');
    const ofPath = this.operations.filter(({ pattern }) => pattern.test(path));
    const method = exchange.method === 'HEAD' ? 'get' : exchange.method.toLowerCase();
    const found = ofPath.find((one) => one.method === method);
    if (found) this.judgeAnswer(found, exchange, query);
    else this.judgeElsewhere(ofPath, exchange);
  }

  // Without an operation: 404 where there is no path, 405 with Allow where there is one.
  judgeElsewhere(ofPath, exchange) {
    const { method, path, status, headers } = exchange;
    const isMethod = ofPath.length > 0 && status === (method === 'OPTIONS' ? 204 : 405) && headers.allow;
    const allowed = [404, 401, 400, 403, 405, 426, 501];
    if (isMethod || (ofPath.length === 0 && (allowed.includes(status) || status === 204))) return;
    this.findings.add(`${method} ${path} is not described, and answered with ${status}`);
  }

  judgeAnswer({ path, method, operation }, exchange, query) {
    const { status, answer } = exchange;
    const where = `${exchange.method} ${exchange.path} -> ${status} ${answer.slice(0, 300)}`;
    const pointer = `/paths/${escaped(path)}/${method}`;
    let response = operation.responses[status];
    let at = `${pointer}/responses/${status}`;
    if (!response) {
      response = operation.responses.default;
      at = `${pointer}/responses/default`;
    }
    if (response.$ref) {
      at = response.$ref.slice(1);
      response = resolve(this.document, response.$ref);
    }
    if (response['x-statuses'] && !response['x-statuses'].includes(status))
      return this.findings.add(`a status that is not described: ${where}`);
    if (exchange.method !== 'HEAD') this.judgeBody(response, at, answer, where);
    if (status < 300) {
      this.seen.add(operation.operationId);
      if (operation.requestBody) this.judgeRequest(`${pointer}/requestBody`, exchange.body, where);
      this.judgeQuery(operation, pointer, query, where);
    } else if (response.content['application/json']) {
      this.judgeFault(response, exchange, where);
    }
  }

  judgeBody(response, at, answer, where) {
    if (!response.content['application/json']) return;
    const validate = validatorAt(this.ajv, this.document, `${at}/content/${escaped('application/json')}/schema`);
    if (!validate(JSON.parse(answer))) this.findings.add(`${explain(validate)}: ${where}`);
  }

  // What was accepted is valid.
  judgeRequest(pointer, body, where) {
    const validate = validatorAt(this.ajv, this.document, `${pointer}/content/${escaped('application/json')}/schema`);
    if (!validate(JSON.parse(body || '{}'))) this.findings.add(`accepted ${body}: ${explain(validate)}: ${where}`);
  }

  judgeQuery(operation, pointer, query, where) {
    for (const [name, text] of new URLSearchParams(query)) {
      const place = (operation.parameters ?? []).findIndex((one) => one.in === 'query' && one.name === name);
      if (place < 0) continue; // ignored, as any unknown member
      const validate = validatorAt(this.ajv, this.document, `${pointer}/parameters/${place}/schema`);
      const isNumber = operation.parameters[place].schema.type === 'integer';
      if (!validate(isNumber ? Number(text) : text)) this.findings.add(`accepted ?${name}=${text}: ${where}`);
    }
  }

  judgeFault(response, { method, status, headers, answer }, where) {
    if (method === 'HEAD') return;
    const { code, reason, retry_after_ms: wait } = JSON.parse(answer).error;
    this.faultsSeen.add(reason ? `${code} ${reason}` : code);
    const isSame = (fault) => fault.code === code && fault.reason === reason;
    if (response['x-faults'] && !response['x-faults'].some(isSame))
      this.findings.add(`not described to be refused with ${code} ${reason ?? ''}: ${where}`);
    if (status === 405 && !headers.allow) this.findings.add(`405 without Allow: ${where}`);
    if (wait !== undefined && !headers['retry-after']) this.findings.add(`no Retry-After: ${where}`);
  }
}

module.exports = { HttpJudge };
