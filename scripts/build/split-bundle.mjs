/**
 * What is loaded later, from a file of its own beside the start: a plugin of esbuild. A module of
 * `parts` is left to its file where it is asked for while the program runs, by `import()` or by
 * `require()`; a static import takes it in like any other module. So modules that two files need
 * are in both, and none of them may keep a state that both would have to share.
 *
 * Any other local module must not be asked for that way: inside a file it would be wrapped with all
 * it imports, and what is wrapped is never left out, however little of it is used.
 */
import { relative, resolve, sep } from 'node:path';

/** The files by name, each with the module it is made from. */
export const parts = {
  /** Everything behind the start of the first server. */
  shield: 'src/runner/run-shield.ts',
  /** Ends containers, for commands that start one. */
  container: 'src/process/container.ts',
  /** Past a package runner, for commands that are one. */
  direct: 'src/resolve/direct/direct-start.ts',
  /** A package that is missing is installed before its server is started. */
  packages: 'src/runner/packages/install-first.ts',
  /** Variables out of a file or from commands. */
  variables: 'src/cli/given-variables.ts',
  /** Asks a package manager for a newer version, after the first answer. */
  updates: 'src/runner/packages/update-check.ts',
  /** Shows messages to `mcp-shield tail`, once it asks. */
  view: 'src/runner/observe/view-feed.ts',
  /** What prints a line of the log. */
  log: 'src/log/pino-writer.ts',
  /** What runs small programs that are asked something, with execa. */
  programs: 'src/resolve/run-program.ts',
  /** What consoles of Windows write that is not UTF-8. */
  'code-page': 'src/resolve/code-page.ts',
  /** Why a server fell: a table of words to look for. */
  diagnosis: 'src/diagnose/diagnose.ts',
  /** What secrets look like; most starts show no text before the server is started. */
  secrets: 'src/base/secret-hider.ts',
  /** What is printed and then it ends. */
  help: 'src/cli/help.ts',
  /** The sub-commands, with the parsers of configuration files. */
  commands: 'src/cli/commands.ts',
  /** A client and a server of our own, to be shown. */
  demo: 'src/cli/demo/demo.ts',
};

const late = new Set(['dynamic-import', 'require-call']);

/** So large that no other file has it once more: a static import of it is left to its file, too. */
const shared = new Set(['src/diagnose/diagnose.ts']);

export const splitBundle = {
  name: 'split-bundle',
  setup({ initialOptions, onResolve }) {
    const root = resolve(initialOptions.absWorkingDir ?? '.');
    onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path, resolveDir, importer, kind }) => {
      const file = relative(root, resolve(resolveDir, path)).split(sep).join('/');
      if (!late.has(kind) && !(kind === 'import-statement' && shared.has(file))) return undefined;
      const name = Object.keys(parts).find((part) => parts[part] === file);
      if (name !== undefined) return { path: `./${name}.cjs`, external: true };
      const text = `${file} is asked for at run time by ${relative(root, importer)}, but is no part`;
      return { errors: [{ text: `${text}: add it to scripts/build/split-bundle.mjs` }] };
    });
  },
};
