/**
 * Loaded before the script of an executable where it is run as a plain script: what would be its
 * assets are the files beside it, and at the end what V8 made of each part is written there.
 */
'use strict';

const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const vm = require('node:vm');

/** @type {Map<string, vm.Script>} */
const scripts = new Map();
const directory = __dirname;

vm.Script = class extends vm.Script {
  /**
   * @param {string} text
   * @param {any} options
   */
  constructor(text, options) {
    super(text, options);
    scripts.set(options.filename, this);
  }
};

const assets = {
  getAssetKeys: () => readdirSync(directory),
  /** @param {string} name */
  getRawAsset: (name) => readFileSync(join(directory, name)),
};
const loader = /** @type {any} */ (Module);
const { _load: load } = loader;
loader._load = (/** @type {string} */ id, /** @type {any[]} */ ...rest) =>
  id === 'node:sea' ? assets : load(id, ...rest);

process.on('exit', () => {
  for (const [name, script] of scripts) {
    writeFileSync(join(directory, `${name}.code`), script.createCachedData());
  }
});
