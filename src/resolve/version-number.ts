/**
 * Versions of Node.js as directories and settings name them. Three numbers are all there is to
 * compare; a pre-release is never preferred.
 */

export type Version = readonly [major: number, minor: number, patch: number];

/** `v20.11.0` or `20.11.0`; undefined for anything else, pre-releases and partial ones included. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(text.trim());
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** Below 0 if `left` is the older one. */
export function compareVersions(left: Version, right: Version): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/** Whether `version` is one that `20`, `v20.11` or `20.11.0` means. */
export function isMeantBy(version: Version, setting: string): boolean {
  const wanted = setting.trim().replace(/^v/, '').split('.');
  return wanted.length <= 3 && wanted.every((part, index) => part === String(version[index]));
}

export function showVersion(version: Version): string {
  return version.join('.');
}
