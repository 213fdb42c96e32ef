/**
 * Loaded before mcp-shield by `failing-files.test.ts`: whatever is done to files below FAIL_BELOW
 * fails with FAIL_ERRNO, from its FAIL_FROM-th time on; `short` writes half and fails afterwards.
 */
'use strict';

const fs = require('node:fs');
const { constants } = require('node:os');

const { FAIL_BELOW: below = '', FAIL_ERRNO: code = '', FAIL_FROM: from = '0' } = process.env;
const descriptors = new Set();
let left = Number(from);

function broken(name) {
  const errno = code === 'short' ? 'ENOSPC' : code;
  const error = new Error(`${errno}: made to fail, ${name}`);
  return Object.assign(error, { code: errno, errno: -constants.errno[errno], syscall: name });
}

function isMeant(args) {
  const isBelow = (it) => typeof it === 'string' && it.startsWith(below);
  return isBelow(args[0]) || isBelow(args[1]) || descriptors.has(args[0]);
}

/** @param {any[]} args */
function writesHalf(name, args, original) {
  const [descriptor, data, ...rest] = args;
  if (name !== 'writeSync' && name !== 'writeFileSync') return;
  const bytes = Buffer.from(data);
  if (typeof descriptor === 'number') original(descriptor, bytes.subarray(0, bytes.length / 2));
  else original(descriptor, bytes.subarray(0, bytes.length / 2), ...rest);
}

function wrap(owner, name) {
  const original = owner[name];
  if (typeof original !== 'function' || /^[A-Z]|^close/.test(name)) return;
  owner[name] = function (...args) {
    if (isMeant(args)) {
      left -= 1;
      if (left < 0) {
        if (code === 'short') writesHalf(name, args, original);
        if (name === 'existsSync') return false;
        if (name.endsWith('Sync')) throw broken(name);
        const last = args.at(-1);
        if (owner === fs && typeof last === 'function') return setImmediate(last, broken(name));
        if (owner === fs.promises) return Promise.reject(broken(name));
      }
    }
    const result = original.apply(this, args);
    if (name === 'openSync' && isMeant(args)) descriptors.add(result);
    return result;
  };
}

for (const owner of [fs, fs.promises]) for (const name of Object.keys(owner)) wrap(owner, name);
