/**
 * What V8 made of the bundle is kept for the next start (bin/parts.js), in files from which code is
 * loaded: only one's own, only whole ones.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const hook = join(root, 'test/cli/fixtures/code-taken.cjs');
const place = mkdtempSync(join(tmpdir(), 'code-'));
const product = join(place, 'product');
for (const part of ['bin', 'dist'])
  cpSync(join(root, part), join(product, part), { recursive: true });
const directory = join(place, 'cache', 'mcp-shield', 'code');
afterAll(() => rmSync(place, { recursive: true }));
beforeEach(() => rmSync(join(place, 'cache'), { recursive: true, force: true }));

const answer = '{"jsonrpc":"2.0","id":0,"result":{}}';
const server = ['node', '-e', `process.stdin.once('data', () => console.log('${answer}'))`];
const greeting = '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{}}\n';

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  /** The parts of the bundle, and whether they were there as code. */
  readonly taken: Record<string, boolean>;
}

function run(args: readonly string[], input: string, variables: NodeJS.ProcessEnv = {}): Run {
  const { XDG_STATE_HOME } = process.env;
  const env = {
    ...{ PATH: process.env['PATH'], HOME: place, XDG_STATE_HOME },
    ...{ XDG_CACHE_HOME: join(place, 'cache'), ...variables },
  };
  const line = ['-r', hook, join(product, 'bin/mcp-shield.js'), ...args];
  const stdio = ['pipe', 'pipe', 'ignore', 'pipe'] as const;
  // Which only ends one that hangs.
  const limit = { timeout: 20_000, killSignal: 'SIGKILL' } as const;
  const ended = spawnSync(process.execPath, line, { env, input, stdio: [...stdio], ...limit });
  const [, stdout, , told] = ended.output.map(String);
  return { code: ended.status, stdout: stdout ?? '', taken: JSON.parse(told ?? '') };
}

const session = (variables?: NodeJS.ProcessEnv): Run =>
  run(['--no-memory', '--', ...server], greeting, variables);

const files = (): string[] => readdirSync(directory).map((name) => join(directory, name));

const fileOf = (part: string): string => {
  const file = files().find((path) => path.startsWith(join(directory, `${part}-v`)));
  if (file === undefined) throw new Error(`nothing is kept of ${part}`);
  return file;
};

describe('the code of a session', () => {
  it('is kept when the client was answered, and taken by the next start', () => {
    expect(session()).toMatchObject({ taken: { 'mcp-shield': false, shield: false } });
    const next = session();
    expect(next.stdout).toBe(`${answer}\n`);
    expect(next.taken).toMatchObject({ 'mcp-shield': true, shield: true });
    expect(files().map((file) => statSync(file).mode & 0o777)).toEqual(files().map(() => 0o600));
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it.each<[string, readonly string[], string]>([
    ['a session in which nothing was said', ['--', 'node', '-e', '0'], ''],
    ['another command', ['--version'], ''],
  ])('is not kept of %s', (_what, args, input) => {
    run(args, input);
    expect(() => files()).toThrow('ENOENT');
  });

  it('is neither kept nor taken where that is not wanted', () => {
    session({ NODE_DISABLE_COMPILE_CACHE: '1' });
    expect(() => files()).toThrow('ENOENT');
    session();
    expect(session({ NODE_DISABLE_COMPILE_CACHE: '1' }).taken).toMatchObject({ shield: false });
  });

  it.each<[string, (file: string) => void]>([
    [
      'is damaged',
      (file) => {
        const bytes = readFileSync(file);
        bytes[bytes.length >> 2] = (bytes[bytes.length >> 2] ?? 0) ^ 0x55;
        writeFileSync(file, bytes);
      },
    ],
    ['is cut off', (file) => writeFileSync(file, readFileSync(file).subarray(0, 100_000))],
    ['is empty', (file) => writeFileSync(file, '')],
    ['is nonsense', (file) => writeFileSync(file, 'x'.repeat(200_000))],
    ['others may write', (file) => chmodSync(file, 0o666)],
    [
      'is a link',
      (file) => {
        renameSync(file, join(place, 'elsewhere'));
        symlinkSync(join(place, 'elsewhere'), file);
      },
    ],
  ])('is not taken from a file that %s, which is replaced', (_what, spoil) => {
    session();
    spoil(fileOf('shield'));
    const next = session();
    expect(next.stdout).toBe(`${answer}\n`);
    expect(next.taken).toMatchObject({ 'mcp-shield': true, shield: false });
    expect(session().taken).toMatchObject({ shield: true });
  });

  it('is not taken for another text of the same length', () => {
    session();
    const file = join(product, 'dist/shield.cjs');
    writeFileSync(file, readFileSync(file));
    expect(session().taken).toMatchObject({ 'mcp-shield': true, shield: false });
  });

  it('is kept of so many versions', () => {
    session();
    for (let count = 0; count < 60; count += 1) writeFileSync(join(directory, `old-${count}`), '');
    writeFileSync(join(product, 'dist/shield.cjs'), readFileSync(join(product, 'dist/shield.cjs')));
    session();
    expect(files()).toHaveLength(40);
    expect(session().taken).toMatchObject({ shield: true });
  });

  it('does without where nothing can be kept', () => {
    writeFileSync(join(place, 'cache'), '');
    expect(session().stdout).toBe(`${answer}\n`);
    expect(session().taken).toMatchObject({ shield: false });
  });

  // Where a directory can neither be made nor is said to be missing.
  it.runIf(process.platform === 'linux')('ends in time below /proc', () => {
    const variables = { XDG_CACHE_HOME: '/proc' };
    expect(session(variables)).toMatchObject({ code: 0, stdout: `${answer}\n` });
  });
});
