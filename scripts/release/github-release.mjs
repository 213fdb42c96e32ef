/**
 * Makes the release on GitHub out of what `npm run release` has left in dist/package: its files,
 * and as text what CHANGELOG.md says of the version. Dry unless told otherwise.
 *
 *   npm run release:github                 says what would be done
 *   npm run release:github -- --publish    does it, with `gh` and its token
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execaSync } from 'execa';
import { assetsIn, changesOf } from './release-notes.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values: wanted } = parseArgs({
  options: { publish: { type: 'boolean', default: false } },
});

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = readdirSync(join(root, 'dist/package'), { recursive: true, withFileTypes: true });
const files = entries.filter((it) => it.isFile()).map((it) => join(it.parentPath, it.name));
const assets = assetsIn(files);

const notes = join(root, '.cache/release-notes.md');
mkdirSync(join(root, '.cache'), { recursive: true });
writeFileSync(notes, changesOf(version, readFileSync(join(root, 'CHANGELOG.md'), 'utf8')));

const options = ['--verify-tag', '--title', version, '--notes-file', notes];
if (version.includes('-')) options.push('--prerelease');
const command = ['release', 'create', `v${version}`, ...options, ...assets];
if (wanted.publish) execaSync('gh', command, { cwd: root, stdio: 'inherit' });
else console.log(`Nothing was released. With --publish this would run:\n  gh ${command.join(' ')}`);
