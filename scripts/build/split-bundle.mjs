/**
 * What is loaded later, from a file of its own beside the start: a plugin of esbuild. Modules that
 * two files need are in both; none of them keeps a state that both would have to share. What is
 * imported dynamically has to be apart: inside a file it would be wrapped, with all it imports, and
 * what is wrapped is never left out, however little of it is used.
 */

/** The files by name, each with the module it is made from. */
export const parts = {
  /** Everything behind the start of the first server. */
  shield: 'src/runner/run-shield.ts',
  /** What prints a line of the log. */
  log: 'src/log/pino-writer.ts',
  /** Why a server fell: a table of words to look for. */
  diagnosis: 'src/diagnose/diagnose.ts',
  /** What is printed and then it ends. */
  help: 'src/cli/help.ts',
  /** The sub-commands, with the parsers of configuration files. */
  commands: 'src/cli/commands.ts',
};

export const splitBundle = {
  name: 'split-bundle',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.ts$/ }, ({ path, importer, kind }) => {
      const name = Object.keys(parts).find((part) => isPart(part, path));
      if (name === undefined || kind === 'entry-point') return undefined;
      if (name !== 'diagnosis') return { path: `./${name}.cjs`, external: true };
      // The core is synchronous and imports it at its top; it is a pure function.
      return importer.endsWith('explain.ts') ? { path: name, namespace: 'later' } : undefined;
    });
    onResolve({ filter: /^\.\/\w+\.cjs$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /^/, namespace: 'later' }, () => ({ contents: diagnosisLater }));
  },
};

/**
 * A fall is told in any case: the file cannot be opened at the limit of descriptors, or is gone
 * when mcp-shield was replaced while it ran.
 */
const diagnosisLater = `
  let part;
  export function diagnose(evidence) {
    try {
      part ??= require('./diagnosis.cjs');
    } catch {
      const cause = evidence.spawnMessage ?? 'The server ended';
      const reason = evidence.spawnMessage === undefined ? 'server-exited' : 'server-unavailable';
      return { reason, title: 'The server ended', cause, advice: [], permanent: false };
    }
    return part.diagnose(evidence);
  }`;

/** By the end of its path: importers write it as it lies from them. */
function isPart(name, path) {
  return path.replace(/^.*\/(?=[^/]+$)/, '') === parts[name].replace(/^.*\//, '');
}
