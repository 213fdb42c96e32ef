/**
 * A server that means harm can neither end the session nor make mcp-shield grow: real processes,
 * and the kernel's own figure of the most memory that mcp-shield ever had.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { peakMb } from '../../scripts/trials/chaos/processes.ts';
import { type ShieldProcess, type StartOptions, withShield } from '../process/shield-process.ts';

const script = fileURLToPath(new URL('fixtures/hostile-server.mjs', import.meta.url));
const hostile = (...attack: string[]): StartOptions => ({
  args: ['--', process.execPath, script, ...attack],
});
/** What an honest session takes is some 50 MB; one message may be 10 MB, and is held twice. */
const memoryMaxMb = 200;

async function attacked(shield: ShieldProcess): Promise<void> {
  await shield.initialize();
  shield.send({ id: 'attack', method: 'attack' });
  await shield.waitForStderr('[hostile] done');
}

describe('[P8] memory is bounded when a server writes', () => {
  it.each([
    { attack: ['endless-line', '1000'], what: 'a gigabyte without a newline' },
    { attack: ['nesting', '50000000'], what: 'fifty million brackets' },
    { attack: ['notifications', '50000'], what: 'fifty thousand notifications' },
    { attack: ['long-questions', '250'], what: 'questions with ids of a megabyte' },
    { attack: ['long-answers', '200'], what: 'answers to nothing with ids of a megabyte' },
  ])('$what', async ({ attack }) => {
    await withShield(hostile(...attack), async (shield) => {
      await attacked(shield);
      expect(peakMb(shield.pid)).toBeLessThan(memoryMaxMb);
      shield.closeStdin();
      // What was asked is owed, and would be waited for; clients send this if they do not wait.
      shield.kill('SIGTERM');
      expect((await shield.exited).code).toBe(0);
    });
  });
});

describe('[P8] questions that nobody answers', () => {
  it('are refused beyond a bound, and the session goes on', async () => {
    await withShield(hostile('questions', '10010'), async (shield) => {
      await attacked(shield);
      const asked = (): number => shield.messages.filter((m) => m.method === 'roots/list').length;
      expect((await shield.request('ping')).result).toEqual({});
      expect(asked()).toBe(10_000);
      expect(await shield.waitForStderr('[hostile] refused')).toBe('10');
    });
  });
});

describe('[P1] a list nested deeper than any stack', () => {
  it('is passed on and survives the comparison after a fall', async () => {
    await withShield(hostile('deep-tools', '100000'), async (shield) => {
      await shield.initialize();
      shield.send({ id: 'list', method: 'tools/list' });
      await shield.waitForMessage((message) => message.id === 'list');
      shield.send({ id: 'die', method: 'die' });
      expect((await shield.answerTo('die')).error?.code).toBe(-32603);
      // The comparison is asked for before this is, and both are answered in order.
      expect((await shield.request('ping')).result).toEqual({});
      expect((await shield.request('ping')).result).toEqual({});
    });
  });
});

describe('[P3] an answer that looks like one of mcp-shield', () => {
  it('reaches the client only for a request that is open, and once', async () => {
    await withShield(hostile('forge'), async (shield) => {
      await shield.initialize();
      expect((await shield.request('forge')).error?.data).toEqual({ source: 'mcp-shield' });
      expect((await shield.request('ping')).result).toEqual({});
      const answers = shield.messages.filter(({ method }) => method === undefined);
      expect(answers.map(({ id }) => id)).toEqual([1, 2, 3]);
    });
  });

  it('under an id that mcp-shield would use belongs to the client that used it first', async () => {
    await withShield(hostile(), async (shield) => {
      await shield.initialize();
      shield.send({ id: 'mcp-shield:1', method: 'ping' });
      expect((await shield.answerTo('mcp-shield:1')).result).toEqual({});
    });
  });
});
