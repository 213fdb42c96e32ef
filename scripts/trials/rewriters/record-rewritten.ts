/**
 * Records what other programs make of wrapped configuration files when they write them anew:
 * prettier, and writers of Python by `rewrite.py`. Prints the recordings, which are kept in
 * test/config/fixtures/rewritten.json, so that the test needs none of these programs.
 *
 *   esbuild scripts/trials/rewriters/record-rewritten.ts --bundle --platform=node \
 *     --main-fields=module,main | node - <prettier> <python>
 */
import { spawnSync } from 'node:child_process';
import { findCommand } from '../../../src/cli/wrap.ts';
import { clients } from '../../../src/config/clients.ts';
import type { Dialect } from '../../../src/config/documents/document.ts';
import { wrap } from '../../../src/config/wrap.ts';
import type { CorpusFile } from '../../../test/config/corpus/corpus-file.ts';
import { jsonFiles } from '../../../test/config/corpus/json-files.ts';
import { otherFiles } from '../../../test/config/corpus/other-files.ts';

const [prettier = 'prettier', python = 'python3'] = process.argv.slice(2);

interface Wrapped {
  readonly client: string;
  readonly name: string;
  readonly dialect: Dialect;
  readonly text: string;
}

function wrapped([client, name, text]: CorpusFile, dialect: Dialect): Wrapped {
  const paths = clients.find(({ id }) => id === client)?.paths ?? [];
  const request = { names: undefined, findCommand, program: ['mcp-shield'], options: [] };
  const result = wrap({ text, dialect, paths }, request);
  if (result.kind === 'broken') throw new Error(`${client}, ${name}: ${result.reason}`);
  return { client, name, dialect, text: result.text };
}

const files = [
  ...jsonFiles.map((file) => wrapped(file, 'json')),
  ...otherFiles.map((file) => {
    return wrapped(file, /^(?:codex|mistral)/.test(file[0]) ? 'toml' : 'yaml');
  }),
];

function run(program: string, args: readonly string[], input: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return stdout;
}

const byPrettier = files
  .filter(({ dialect }) => dialect !== 'toml')
  .map((file) => {
    const parser = file.dialect === 'json' ? 'jsonc' : 'yaml';
    const text = run(prettier, ['--parser', parser, '--trailing-comma', 'none'], file.text);
    return { ...file, writer: 'prettier', text };
  });
const script = process.env['REWRITE_PY'] ?? 'scripts/trials/rewriters/rewrite.py';
const byPython = JSON.parse(run(python, [script], JSON.stringify(files)));
process.stdout.write(`${JSON.stringify([...byPrettier, ...byPython], undefined, 1)}\n`);
