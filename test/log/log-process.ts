/**
 * Runs the fixture `speaks.ts` in a process of its own, bundled as the product is, except that pino
 * stays outside so that it can be seen whether it was loaded.
 */
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const outfile = fileURLToPath(new URL('../../node_modules/.cache/log/speaks.cjs', import.meta.url));

export interface Speech {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** To be awaited once, before `speak`. */
export async function buildSpeaker(): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('fixtures/speaks.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['pino'],
  });
}

export function speak(
  options: object,
  lines: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Speech {
  const args = [outfile, JSON.stringify(options), ...lines];
  const ended = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  return { stdout: ended.stdout, stderr: ended.stderr, code: ended.status };
}

/** As `speak`, for a reader that reads nothing; the exit code. */
export function speakToNobody(lines: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [outfile, '{}', ...lines], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve) => child.on('exit', resolve));
}
