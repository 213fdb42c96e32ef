/**
 * Parts of packages that are loaded with them and never called here. Left out of a bundle they save
 * 40 KB and their share of the start. A plugin of esbuild.
 */

/** Left, the package that asks for them; right, what it asks for. */
const unreached = [
  // pino: what is used without a stream of one's own, for `transport`, `multistream` and `redact`.
  ['pino', ['./transport', './lib/transport', './lib/multistream', 'sonic-boom']],
  ['pino', ['on-exit-leak-free', '@pinojs/redact']],
  // What tells of HTTP.
  ['pino-std-serializers', ['./lib/req', './lib/res']],
  // For objects that contain themselves: ours are copies of a bounded depth.
  ['pino', ['safe-stable-stringify']],
];

export const unusedModules = {
  name: 'unused-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[.a-z@]/ }, ({ path, importer }) => {
      const asker = /node_modules[\\/]([^\\/]+)[\\/](?!.*node_modules)/.exec(importer)?.[1];
      const isUnreached = unreached.some(([name, paths]) => name === asker && paths.includes(path));
      return isUnreached ? { path, namespace: 'left-out' } : undefined;
    });
    // A function, because pino asks what is `instanceof` it; `configure` is called once.
    const contents = `module.exports = function leftOut() { throw new Error("left out"); };
      module.exports.configure = () => JSON.stringify;`;
    onLoad({ filter: /^/, namespace: 'left-out' }, () => ({ contents }));
  },
};
