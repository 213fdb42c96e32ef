/** Where the build of the executables reads and writes; and the version it builds. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What can be made again, with what was downloaded. */
export const cacheDirectory = join(root, '.cache/executables');

/** What is handed out. */
export const outputDirectory = join(root, 'dist/executables');

export const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
