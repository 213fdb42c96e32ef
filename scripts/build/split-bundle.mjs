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
  /** What secrets look like; most starts show no text before the server is started. */
  secrets: 'src/base/secret-hider.ts',
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
      if (!(name in later)) return { path: `./${name}.cjs`, external: true };
      // They are imported at the top of what is synchronous, and have no state to share.
      return importer.replaceAll('\\', '/').endsWith(later[name].importer)
        ? { path: name, namespace: 'later' }
        : undefined;
    });
    onResolve({ filter: /^\.\/\w+\.cjs$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /^/, namespace: 'later' }, ({ path }) => ({ contents: later[path].contents }));
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

/** Where the file cannot be opened nothing is shown: no text is worth a secret. */
const secretsLater = `
  export function createSecretHider(variables, command) {
    let hider;
    const load = () => (hider ??= require('./secrets.cjs').createSecretHider(variables, command));
    const instead = '[redacted]';
    return {
      redact: (text) => { try { load(); } catch { return instead; } return hider.redact(text); },
      shownCommand: () => {
        try { load(); } catch { return [instead]; }
        return hider.shownCommand();
      },
    };
  }`;

/** Who imports it, and what it gets instead. */
const later = {
  diagnosis: { importer: 'explain.ts', contents: diagnosisLater },
  secrets: { importer: 'cli/run.ts', contents: secretsLater },
};

/** By the end of its path: importers write it as it lies from them. */
function isPart(name, path) {
  return path.replace(/^.*\/(?=[^/]+$)/, '') === parts[name].replace(/^.*\//, '');
}
