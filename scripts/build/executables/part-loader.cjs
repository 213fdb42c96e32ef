/**
 * The script of an executable: loads the command and what is apart from it
 * (scripts/build/split-bundle.mjs), which lie beside it as assets, where Node's own `require` does
 * not look; each with what V8 makes of it in a session, if that could be made (made-code.mjs).
 */
const sea = /** @type {any} newer than its types */ (require('node:sea'));
const { Script } = require('node:vm');

/** Of the names that end so, what V8 made. */
const codeSuffix = '.code';
const names = new Set(sea.getAssetKeys());
const loaded = new Map();

/** @param {string} name */
function load(name) {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const code = `${name}${codeSuffix}`;
  // Not what V8 would take for its own memory: it may not be moved.
  const cachedData = names.has(code) ? Buffer.from(sea.getRawAsset(code)) : undefined;
  // The build writes ASCII only.
  const text = Buffer.from(sea.getRawAsset(name)).toString('latin1');
  const script = new Script(text, { filename: name, cachedData });
  script.runInThisContext()(module, module.exports, requireOrLoad);
  return module.exports;
}

/** @param {string} id */
function requireOrLoad(id) {
  return id.startsWith('./') ? load(id.slice('./'.length)) : require(id);
}

load('mcp-shield.cjs');
