#!/usr/bin/env node
/**
 * The command. Old syntax on purpose: a client may start it with the oldest Node.js it finds, which
 * must be able to read this file to the end in order to say what is wrong.
 */
'use strict';

var needed = [20, 17];
var found = process.versions.node.split('.').map(Number);
/** How long a client may take to say its first word, in ms. */
var patienceMs = 3000;

if (process.versions.bun) {
  refuse(
    'needs Node.js, but was started with Bun ' + process.versions.bun + ': start it with node'
  );
} else if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  refuse(
    'needs Node.js ' +
      needed.join('.') +
      ' or newer, but was started with ' +
      process.version +
      ' (' +
      process.execPath +
      '): install a newer one, or put its directory first in PATH'
  );
} else {
  start();
}

function start() {
  var loadBundle = require('./parts.js');
  if (!loadBundle()) stop('is not built: run npm run build');
}

function stop(sentence) {
  process.stderr.write('mcp-shield: ' + sentence + '\n');
  process.exitCode = 2;
}

/** Clients show the answer to their first request, and not what is written to stderr. */
function refuse(sentence) {
  stop(sentence);
  if (process.stdin.isTTY) return;
  var text = '';
  var timer = setTimeout(end, patienceMs);
  process.stdin.on('error', end);
  process.stdin.on('end', end);
  process.stdin.on('data', function (chunk) {
    text += chunk;
    if (text.indexOf('\n') < 0) return;
    var id = idIn(text.slice(0, text.indexOf('\n')));
    if (id !== undefined) process.stdout.write(JSON.stringify(answer(id, sentence)) + '\n');
    end();
  });

  function end() {
    clearTimeout(timer);
    process.stdin.destroy();
  }
}

function idIn(line) {
  try {
    return JSON.parse(line).id;
  } catch (_error) {
    return undefined;
  }
}

function answer(requestId, sentence) {
  var details = { source: 'mcp-shield', reason: 'node-too-old' };
  var failure = { code: -32603, message: 'mcp-shield ' + sentence + '.', data: details };
  return { jsonrpc: '2.0', id: requestId, error: failure };
}
