/**
 * Files that cannot be written, read or made, by each error that a system may give, from the first
 * time on or in the middle: the session is the one it is without an error. Fails all that
 * mcp-shield does below its directories, by `failing-files.cjs`.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { server, withShield } from './shield-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const preload = fileURLToPath(new URL('failing-files.cjs', import.meta.url));
const homes = mkdtempSync(join(tmpdir(), 'failing-files-'));
afterAll(() => rmSync(homes, { recursive: true, force: true }));

interface Failing {
  readonly errno: string;
  readonly from: number;
}

interface Told {
  readonly answers: string;
  /** Lines of mcp-shield. */
  readonly stderr: readonly string[];
  readonly code: number | null;
}

/** A session with a crash in it; `options` may name files in `DIR`. */
async function told(options: readonly string[], failing?: Failing): Promise<Told> {
  const home = mkdtempSync(join(homes, 'home-'));
  const below = `${home}/`;
  const places = ['HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME', 'XDG_RUNTIME_DIR', 'TMPDIR'];
  const args = [
    ...options.map((word) => word.replace('DIR', home)),
    ...server('legacy-server.mjs'),
  ];
  const env = {
    ...Object.fromEntries(places.map((name) => [name, home])),
    FAIL_BELOW: failing === undefined ? 'nowhere' : below,
    FAIL_ERRNO: failing?.errno ?? '',
    FAIL_FROM: String(failing?.from ?? 0),
  };
  const program = [
    process.execPath,
    '--require',
    preload,
    join(root, 'bin/mcp-shield.js'),
  ] as const;
  const heard: Told[] = [];
  await withShield({ program, args, env }, async (shield) => {
    const answers = [
      await shield.initialize(),
      await shield.request('tools/list'),
      await shield.call('crash', { code: 7 }),
      await shield.request('ping'),
    ];
    shield.closeStdin();
    const { code } = await shield.exited;
    const lines = withoutPid(shield.stderr).split('\n');
    const stderr = lines.filter((line) => line.startsWith('mcp-shield'));
    heard.push({ answers: withoutPid(JSON.stringify(answers, null, 1)), stderr, code });
    await shield.expectNothingLeft();
    // Otherwise nothing would have failed here, or there would be nothing to fail.
    const isBare = readdirSync(home).length === 0;
    if (failing === undefined || failing.from === 0) expect(isBare).toBe(failing !== undefined);
  });
  const [only] = heard;
  if (only === undefined) throw new Error('the session was not played');
  return only;
}

const withoutPid = (text: string): string => text.replace(/ready \d+/g, 'ready');

const errnos = [
  ...['EACCES', 'EAGAIN', 'EBUSY', 'EDQUOT', 'EEXIST', 'EINTR', 'EIO', 'EISDIR', 'ELOOP', 'EMFILE'],
  ...['ENFILE', 'ENOENT', 'ENOSPC', 'ENOTDIR', 'ENOTEMPTY', 'EPERM', 'EROFS', 'ESTALE', 'short'],
];

describe('a session whose files fail', () => {
  let whole: Told;
  beforeAll(async () => {
    whole = await told([]);
    expect(whole.code).toBe(0);
  });

  it.each(errnos)('with %s, all of them', async (errno) => {
    expect(await told([], { errno, from: 0 })).toEqual(whole);
  });

  it.each(
    ['ENOSPC', 'short'].flatMap((errno) =>
      [1, 2, 3, 4, 6, 9, 13, 19, 28].map((from): [string, number] => [errno, from]),
    ),
  )('with %s after %i times', async (errno, from) => {
    expect(await told([], { errno, from })).toEqual(whole);
  });
});

describe.each([
  ['its log', ['--log-level', 'debug', '--log-file', 'DIR/log']],
  ['its recording', ['--record', 'DIR/recording']],
])('a session that keeps %s', (_what, options) => {
  let whole: Told;
  beforeAll(async () => {
    whole = await told(options);
    expect(whole.code).toBe(0);
  });

  it.each(['ENOSPC', 'EIO', 'EDQUOT', 'short'])('goes on with %s', async (errno) => {
    // Until it is opened: a file that was asked for and cannot be had is told instead.
    expect(await told(options, { errno, from: 4 })).toEqual(whole);
  });
});
