/**
 * A cause that a restart cannot repair is tried once more and then left alone; one that may pass is
 * tried again and again. Counts real starts of real processes.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fixture, type ShieldProcess, withShield } from './shield-process.ts';

const directory = mkdtempSync(join(tmpdir(), 'permanent-'));
afterAll(() => rmSync(directory, { recursive: true }));

interface Doomed {
  readonly name: string;
  /** What it does at its start number `start`, counted from 1. */
  readonly script: string;
}

/** Leaves a mark at each start, then does what the script says. */
function command({ name, script }: Doomed): string[] {
  const stamps = JSON.stringify(stampsOf(name));
  const count = `const fs = require('node:fs'); fs.appendFileSync(${stamps}, 'x');
    const start = fs.readFileSync(${stamps}).length;`;
  return ['--', process.execPath, '-e', `${count}\n${script}`];
}

const stampsOf = (name: string): string => join(directory, name);
const startsOf = ({ name }: Doomed): number => readFileSync(stampsOf(name)).length;

const quick = ['--backoff-initial', '5ms', '--backoff-max', '10ms'];

const dying = (text: string): string =>
  `process.stderr.write(${JSON.stringify(`${text}\n`)}, () => process.exit(1));`;

async function reasonOf(shield: ShieldProcess): Promise<unknown> {
  const { error } = await shield.initialize();
  return error?.data?.['reason'];
}

describe('a permanent cause', () => {
  const missing: Doomed = { name: 'missing', script: "require('mcp-shield-no-such-package')" };

  it('is confirmed by one more attempt, and then not tried again', async () => {
    await withShield({ args: command(missing) }, async (shield) => {
      expect(await reasonOf(shield)).toBe('node-module-missing');
      for (let asked = 0; asked < 5; asked += 1) {
        const { error } = await shield.request('tools/list');
        expect(error?.data).toMatchObject({ reason: 'node-module-missing', exitCode: 1 });
      }
      expect(startsOf(missing)).toBe(2);
    });
  });

  it('of which there is no process at all is not tried again either', async () => {
    await withShield({ args: ['--', join(directory, 'nowhere')] }, async (shield) => {
      expect(await reasonOf(shield)).toBe('command-not-found');
      const { error } = await shield.request('tools/list');
      expect(error?.data).toMatchObject({ reason: 'command-not-found', exitCode: null });
      expect(shield.stderr.match(/restarting/g)).toHaveLength(1);
    });
  });
});

describe('a cause that may pass', () => {
  it('is tried as often as --restarts allows', async () => {
    const daemon: Doomed = {
      name: 'daemon',
      script: dying(
        'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      ),
    };
    await withShield(
      { args: [...quick, '--restarts', '4', ...command(daemon)] },
      async (shield) => {
        expect(await reasonOf(shield)).toBe('docker-daemon-down');
        expect(startsOf(daemon)).toBe(5);
      },
    );
  });

  it('that passes is never noticed by the client', async () => {
    const busy: Doomed = {
      name: 'busy',
      script: `if (start < 4) {
          ${dying('Error: listen EADDRINUSE: address already in use :::8080')}
        } else {
          import(${JSON.stringify(fixture('legacy-server.mjs'))});
        }`,
    };
    await withShield({ args: [...quick, ...command(busy)] }, async (shield) => {
      expect((await shield.initialize()).result).toMatchObject({ protocolVersion: '2025-11-25' });
      expect((await shield.request('ping')).result).toEqual({});
      expect(startsOf(busy)).toBe(4);
    });
  });
});
