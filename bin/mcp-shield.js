#!/usr/bin/env node
/**
 * The command. Old syntax on purpose: a client may start it with the oldest Node.js it finds, which
 * must be able to read this file to the end in order to say what is wrong.
 */
'use strict';

var needed = [20, 17];
var found = process.versions.node.split('.').map(Number);

if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  stop(
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
  var bundle;
  var compileCache = require('module').enableCompileCache;
  if (compileCache) compileCache();
  try {
    bundle = require.resolve('../dist/mcp-shield.cjs');
  } catch (_error) {
    stop('is not built: run npm run build');
    return;
  }
  require(bundle);
}

function stop(sentence) {
  process.stderr.write('mcp-shield: ' + sentence + '\n');
  process.exitCode = 2;
}
