/**
 * A server that docker started, with a stub of its command line: which container is ended, by whom,
 * and that no other is. With real containers: test/containers.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childrenOf } from '../../scripts/trials/chaos/processes.ts';
import { fixture, type ShieldProcess, withShield } from './shield-process.ts';
import { until } from './strays.ts';

const docker = fileURLToPath(new URL('../fixtures/docker', import.meta.url));
const stubborn = [fixture('legacy-server.mjs'), '--ignore-eof', '--ignore-sigterm'];
const image = ['img', process.execPath, ...stubborn];

let state = '';
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'docker-stub-'));
});
afterEach(() => rmSync(state, { recursive: true }));

function calls(verb: string): string[] {
  const all = readFileSync(join(state, 'calls'), 'utf8').split('\n');
  return all.filter((call) => call.split(' ').includes(verb));
}

async function withDocker(
  command: readonly string[],
  body: (shield: ShieldProcess) => Promise<void>,
): Promise<void> {
  const env = {
    PATH: `${docker}:${process.env['PATH']}`,
    DOCKER_STUB_STATE: state,
    XDG_RUNTIME_DIR: state,
  };
  await withShield(
    { args: ['--backoff-initial', '1ms', '--', ...command], env },
    async (shield) => {
      await shield.initialize();
      await body(shield);
      await shield.expectNothingLeft();
      const files = readdirSync(state, { recursive: true, encoding: 'utf8' });
      expect(files.filter((name) => name.endsWith('.cid'))).toEqual([]);
    },
  );
}

const clientOf = (shield: ShieldProcess): number => childrenOf(shield.pid).servers[0] ?? Number.NaN;

describe('[P5] a container of docker', () => {
  it.each([
    ['EOF', ['docker', 'run', '--rm', '-i', ...image]],
    ['SIGTERM', ['docker', '--context', 'far', 'run', '--rm', '-i', ...image]],
    ['SIGKILL', ['docker', 'run', '--rm', '-i', ...image]],
    ['SIGTERM', ['sh', '-c', `docker run --rm -i "$@" 2>&2`, 'sh', ...image]],
    ['SIGKILL', ['sh', '-c', `cd / && docker run --rm -i "$@"; exit 3`, 'sh', ...image]],
  ] as const)('is ended and removed after %s: %j', async (way, command) => {
    await withDocker(command, async (shield) => {
      if (way === 'EOF') shield.closeStdin();
      else shield.kill(way);
      await shield.exited;
      await shield.expectNothingLeft();
    });
    expect(calls('run')).toHaveLength(1);
    expect(calls('run')[0]).toMatch(/^(?:--context far )?run --cidfile \S+ --rm -i img /);
    expect(calls('kill')[0]).toMatch(/^(?:--context far )?kill [0-9a-f]{64}$/);
    expect(calls('rm')[0]).toMatch(/^(?:--context far )?rm -f [0-9a-f]{64}$/);
  });

  it('is not removed without --rm, and keeps what the user said of it', async () => {
    await withDocker(['docker', 'run', '--name', 'mine', '-i', ...image], async (shield) => {
      shield.kill('SIGTERM');
      await shield.exited;
    });
    expect(calls('run')[0]).toMatch(/--name mine -i img/);
    expect(calls('kill')).not.toEqual([]);
    expect(calls('rm')).toEqual([]);
  });

  it('whose client was killed is ended before the next one is started', async () => {
    await withDocker(['docker', 'run', '--rm', '-i', ...image], async (shield) => {
      process.kill(clientOf(shield), 'SIGKILL');
      await until(() => calls('run').length === 2, 10_000);
      expect((await shield.request('tools/list')).result).toBeDefined();
      shield.closeStdin();
      await shield.exited;
    });
    const order = readFileSync(join(state, 'calls'), 'utf8').match(/^(?:run|kill|rm)/gm);
    expect(order?.slice(0, 4)).toEqual(['run', 'kill', 'rm', 'run']);
  });

  it("is ended by the user's own id file, which is made again at a restart", async () => {
    const file = join(state, 'mine');
    await withDocker(['docker', 'run', '--rm', `--cidfile=${file}`, ...image], async (shield) => {
      const first = readFileSync(file, 'utf8');
      process.kill(clientOf(shield), 'SIGKILL');
      await until(() => calls('run').length === 2, 10_000);
      expect((await shield.request('tools/list')).result).toBeDefined();
      expect(readFileSync(file, 'utf8')).not.toBe(first);
      shield.kill('SIGKILL');
      await shield.exited;
    });
    expect(existsSync(file)).toBe(true);
  });

  it('that somebody else started is not touched, although its id stands in the file', async () => {
    const file = join(state, 'mine');
    const stranger = 'f'.repeat(64);
    writeFileSync(file, stranger);
    const command = ['docker', 'run', '--rm', '--cidfile', file, ...image];
    const env = { PATH: `${docker}:${process.env['PATH']}`, DOCKER_STUB_STATE: state };
    await withShield({ args: ['--restarts', '1', '--', ...command], env }, async (shield) => {
      await shield.initialize();
      shield.closeStdin();
      await shield.exited;
      await shield.expectNothingLeft();
    });
    expect(calls('run').length).toBeGreaterThan(0);
    expect(calls('kill')).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe(stranger);
  });
});

it('nothing of this is loaded for another command', async () => {
  const args = ['--', process.execPath, ...stubborn.slice(0, 1)];
  const env = { NODE_DEBUG: 'module', NODE_OPTIONS: '' };
  await withShield({ args, env }, async (shield) => {
    await shield.initialize();
    shield.closeStdin();
    await shield.exited;
    expect(shield.stderr).toContain('parts.js');
    expect(shield.stderr).not.toContain('container.cjs');
  });
});
