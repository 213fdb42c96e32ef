/** Packs each executable with its licences, in the format that its operating system unpacks. */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { zipSync } from 'fflate';
import { cacheDirectory, outputDirectory, version } from './places.mjs';
import { fileName, isWindows } from './targets.mjs';

/** The archive holds one directory; in it the program has its plain name. */
export function archive(target) {
  const name = `mcp-shield-${version}-${target}`;
  const program = join(outputDirectory, fileName(target));
  const licenses = join(outputDirectory, 'LICENSES.txt');
  if (isWindows(target)) {
    const files = {
      [`${name}/mcp-shield.exe`]: readFileSync(program),
      [`${name}/LICENSES.txt`]: readFileSync(licenses),
    };
    writeFileSync(join(outputDirectory, `${name}.zip`), zipSync(files, { level: 9 }));
    return;
  }
  const directory = join(cacheDirectory, name);
  mkdirSync(directory, { recursive: true });
  copyFileSync(program, join(directory, 'mcp-shield'));
  chmodSync(join(directory, 'mcp-shield'), 0o755);
  copyFileSync(licenses, join(directory, 'LICENSES.txt'));
  const output = join(outputDirectory, `${name}.tar.xz`);
  execaSync('tar', ['--create', '--xz', '--file', output, '--directory', cacheDirectory, name], {
    env: { XZ_OPT: '-6 -T0' },
  });
  rmSync(directory, { recursive: true });
}
