/**
 * Stands before the script of an executable: what is apart from it (scripts/build/split-bundle.mjs)
 * lies beside it as an asset, where Node's own `require` does not look.
 */
const { getAsset } = require('node:sea');
const { compileFunction } = require('node:vm');

const loaded = new Map();

function load(name) {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const parameters = ['module', 'exports', 'require'];
  compileFunction(getAsset(name, 'utf8'), parameters, { filename: name })(
    module,
    module.exports,
    requireOrLoad,
  );
  return module.exports;
}

function requireOrLoad(id) {
  return id.startsWith('./') ? load(id.slice('./'.length)) : nodesOwn(id);
}

const nodesOwn = require;
// The parameter of the function that Node puts around a script.
// @ts-expect-error: it is not the function that is declared
// biome-ignore lint/suspicious/noGlobalAssign: it is not a global here
require = requireOrLoad;
