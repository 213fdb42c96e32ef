/**
 * Whether a command runs packages: then, and only then, `direct/` is loaded. Pure.
 */

const runners = /(^|[\\/])(npx|npm|uvx|uv)$/;

export function isPackageRunner(file: string): boolean {
  return runners.test(file);
}
