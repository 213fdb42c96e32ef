/**
 * macOS starts no ARM program without a signature, and putting the script in removes that of
 * Node.js. So an ad-hoc one is made: by `codesign` on a Mac, by rcodesign's library on Linux. It
 * names nobody; a release for people who download with a browser is to be signed by its publisher.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkSignature } from './mac-signature-check.mjs';
import { cacheDirectory } from './places.mjs';

const requirements = fileURLToPath(new URL('signer.txt', import.meta.url));

// `-I`, so that nothing is imported from the directory it is run in.
const signing = `
import sys
sys.path.insert(0, sys.argv[1])
import apple_platform
apple_platform.sign(sys.argv[2], binary_identifier="mcp-shield")
`;

/** False if there is no tool for it here: the file is then to be signed on a Mac. */
export function signForMac(file) {
  if (process.platform === 'darwin') {
    execFileSync('codesign', ['--sign', '-', '--identifier', 'mcp-shield', file]);
  } else {
    const signer = installedSigner();
    if (signer === undefined) return false;
    execFileSync('python3', ['-I', '-c', signing, signer, file]);
  }
  checkSignature(file);
  return true;
}

/** The library's directory; undefined where there is no pip, or no wheel for this machine. */
function installedSigner() {
  const directory = join(cacheDirectory, 'signer');
  if (existsSync(directory)) return directory;
  const options = ['--quiet', '--disable-pip-version-check', '--root-user-action=ignore'];
  const only = ['--no-deps', '--only-binary=:all:', '--require-hashes', '--target', directory];
  const install = ['-m', 'pip', 'install', ...options, ...only, '--requirement', requirements];
  const { status } = spawnSync('python3', install, { stdio: ['ignore', 'inherit', 'inherit'] });
  return status === 0 ? directory : undefined;
}
