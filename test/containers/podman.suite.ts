/** A server in a real container, which hears no end: none is left, however the session ends. */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { childrenOf } from '../../scripts/trials/chaos/processes.ts';
import { type ShieldProcess, withShield } from '../process/shield-process.ts';
import { until } from '../process/strays.ts';

const stateFile = '.cache/containers/state';
const state = existsSync(stateFile) ? readFileSync(stateFile, 'utf8').trim() : 'it was not set up';
if (state !== 'ready') console.warn(`skipped: ${state}`);

const label = `mcp-shield-test=${randomUUID()}`;
const directory = mkdtempSync(join(tmpdir(), 'containers-'));
afterAll(() => rmSync(directory, { recursive: true }));

const options = [
  ...['-i', '--runtime', 'runc', '--cgroup-manager', 'cgroupfs', '--network', 'none'],
  ...['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024', '--label', label],
];
const run = (...own: string[]): string[] => [
  ...['podman', 'run', ...options, ...own],
  ...['mcp-shield-test', '/server'],
];
const removed = run('--rm');

/** Every container of this file, stopped ones as well. */
function containers(...filter: string[]): string[] {
  const args = ['ps', '--all', '--quiet', '--no-trunc', '--filter', `label=${label}`, ...filter];
  return execFileSync('podman', args, { encoding: 'utf8' }).split('\n').filter(Boolean);
}

const running = (): string[] => containers('--filter', 'status=running');

/** Not before the guard is gone: until then a container may still come. */
async function gone(shield: ShieldProcess): Promise<void> {
  await shield.expectNothingLeft();
  await until(() => containers().length === 0, 5_000);
  expect(containers()).toEqual([]);
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  expect(files.filter((name) => name.endsWith('.cid'))).toEqual([]);
}

/** Where the ids stand; what is left there is what some test before did not clean up. */
const ids = { XDG_RUNTIME_DIR: directory };

async function withServer(
  command: readonly string[],
  body: (shield: ShieldProcess) => Promise<void>,
  ...own: string[]
): Promise<void> {
  const args = [
    '--backoff-initial',
    '1ms',
    '--backoff-max',
    '50ms',
    '--restarts',
    '100',
    ...own,
    '--',
    ...command,
  ];
  await withShield({ args, env: ids }, async (shield) => {
    await shield.initialize();
    expect(running()).toHaveLength(1);
    await body(shield);
  });
}

const ways = ['EOF', 'SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const;

function end(shield: ShieldProcess, way: (typeof ways)[number]): void {
  if (way === 'EOF') shield.closeStdin();
  else process.kill(shield.pid, way);
}

describe.skipIf(state !== 'ready')('[P5] a container', () => {
  it.each(ways)('is gone after %s', async (way) => {
    await withServer(removed, async (shield) => {
      end(shield, way);
      await shield.exited;
      await gone(shield);
    });
  });

  it.each([
    ['a shell', ['sh', '-c', `exec ${removed.join(' ')} 2>&2`]],
    ['env', ['env', 'A=b', 'nice', '-n', '1', ...removed]],
    ['one string', [removed.join(' ')]],
  ])('behind %s is gone after SIGTERM and after SIGKILL', async (_, command) => {
    for (const way of ['SIGTERM', 'SIGKILL'] as const) {
      await withServer(command, async (shield) => {
        end(shield, way);
        await shield.exited;
        await gone(shield);
      });
    }
  });

  it('of each of 20 falls is gone, although only its client was killed', async () => {
    await withServer(removed, async (shield) => {
      for (let fall = 0; fall < 20; fall += 1) {
        const [client] = childrenOf(shield.pid).servers;
        process.kill(client ?? Number.NaN, 'SIGKILL');
        await until(() => !childrenOf(shield.pid).servers.includes(client ?? 0), 5_000);
        expect((await shield.request('tools/list')).result).toEqual({ tools: [] });
        expect(running()).toHaveLength(1);
      }
      end(shield, 'EOF');
      await shield.exited;
      await gone(shield);
    });
  });

  it('makes room for the next one of its name at a planned restart', async () => {
    await withServer(run('--rm', '--name', 'mcp-shield-named'), async (shield) => {
      const before = running();
      process.kill(shield.pid, 'SIGUSR2');
      await until(() => running().some((id) => !before.includes(id)), 15_000);
      expect((await shield.request('tools/list')).result).toEqual({ tools: [] });
      expect(running()).toHaveLength(1);
      end(shield, 'SIGTERM');
      await shield.exited;
      await gone(shield);
    });
  });

  it('that hangs is ended with --restart-hung', async () => {
    await withServer(
      removed,
      async (shield) => {
        const before = running();
        shield.send({ id: 'hung', method: 'tools/call', params: { name: 'hang' } });
        await until(() => running().some((id) => !before.includes(id)), 30_000);
        await until(() => !running().some((id) => before.includes(id)), 15_000);
        expect(running()).toHaveLength(1);
        end(shield, 'EOF');
        await shield.exited;
        await gone(shield);
      },
      ...['--request-timeout', '2s', '--restart-hung', '1'],
    );
  });

  it("keeps the user's own id file, and ends what stands in it", async () => {
    const file = join(directory, 'id-of-the-user');
    await withServer(run('--rm', '--cidfile', file), async (shield) => {
      expect(readFileSync(file, 'utf8')).toBe(running()[0]);
      process.kill(childrenOf(shield.pid).servers[0] ?? Number.NaN, 'SIGKILL');
      // Between two containers there is none: a runtime refuses to start over an old one.
      const written = (): string | undefined => {
        try {
          return readFileSync(file, 'utf8');
        } catch {
          return undefined;
        }
      };
      await until(() => running().length === 1 && written() === running()[0], 15_000);
      end(shield, 'SIGKILL');
      await shield.exited;
      await gone(shield);
      expect(existsSync(file)).toBe(true);
    });
  });

  it('that is to stay is stopped and stays, and no other is touched', async () => {
    const other = execFileSync('podman', ['run', '-d', ...removed.slice(2)], { encoding: 'utf8' });
    const args = ['--', ...run()];
    await withShield({ args, env: ids }, async (shield) => {
      await shield.initialize();
      end(shield, 'SIGTERM');
      await shield.exited;
      await until(() => running().length === 1, 15_000);
      expect(running()).toEqual([other.trim()]);
      expect(containers()).toHaveLength(2);
    });
    for (const id of containers()) execFileSync('podman', ['rm', '--force', '--time', '0', id]);
  });

  it.each(Array.from({ length: 12 }, (_, step) => step * 60))(
    'is gone if mcp-shield is killed %i ms after its client was started',
    async (afterMs) => {
      await withShield({ args: ['--', ...removed], env: ids }, async (shield) => {
        await until(() => childrenOf(shield.pid).servers.length > 0, 10_000);
        await new Promise((done) => setTimeout(done, afterMs));
        end(shield, 'SIGKILL');
        await shield.exited;
        await gone(shield);
      });
    },
  );
});
