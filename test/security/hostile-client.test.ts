/**
 * A client that means harm, or is broken: it cannot make mcp-shield grow or fail, nor get from it
 * anything that is no message.
 */
import { describe, expect, it } from 'vitest';
import { peakMb } from '../../scripts/trials/chaos/processes.ts';
import { type ShieldProcess, server, withShield } from '../process/shield-process.ts';

const memoryMaxMb = 200;
const megabyte = 'x'.repeat(1_000_000);

/** False: mcp-shield reads no further. */
async function flood(shield: ShieldProcess, text: string, times: number): Promise<boolean> {
  for (let time = 0; time < times; time += 1) {
    if (!shield.sendRaw(text) && !(await shield.drained(3_000))) return false;
  }
  return true;
}

describe('[P8] memory is bounded when a client writes', () => {
  it.each([
    { what: 'a line of 300 MB', lines: Array.from({ length: 300 }, () => megabyte) },
    {
      what: 'requests with ids of a megabyte',
      lines: Array.from(
        { length: 200 },
        (_, index) => `{"jsonrpc":"2.0","id":"${index}${megabyte}","method":"tools/list"}\n`,
      ),
    },
    {
      what: 'fifty megabytes of brackets',
      lines: Array.from({ length: 50 }, () => '['.repeat(1e6)),
    },
  ])('$what', async ({ lines }) => {
    await withShield({ args: server('legacy-server.mjs') }, async (shield) => {
      await shield.initialize();
      for (const line of lines) {
        shield.sendRaw(line);
        await shield.drained();
      }
      shield.sendRaw('\n');
      expect((await shield.request('ping')).result).toEqual({});
      expect(peakMb(shield.pid)).toBeLessThan(memoryMaxMb);
    });
  });

  it('garbage, and does not read the answers to it: it is heard no more', async () => {
    const args = ['--log-level', 'silent', ...server('legacy-server.mjs')];
    await withShield({ args, unread: ['stdout'] }, async (shield) => {
      await shield.waitForStderr('[server] ready');
      // Each line of three bytes costs an answer of a hundred.
      expect(await flood(shield, 'no\n'.repeat(10_000), 100)).toBe(false);
      expect(peakMb(shield.pid)).toBeLessThan(memoryMaxMb);
      shield.discardStdout();
    });
  });
});

describe('[P3] what is no message', () => {
  it.each(['nonsense', '{"jsonrpc":"2.0"', '{}', '[]', '[1,2]', '\u0000', '"jsonrpc"', '{"id":1}'])(
    '%j is answered by an error and the session goes on',
    async (line) => {
      await withShield({ args: server('legacy-server.mjs') }, async (shield) => {
        await shield.initialize();
        shield.sendRaw(`${line}\n`);
        expect((await shield.request('ping')).result).toEqual({});
        expect(shield.messages.some(({ error }) => (error?.code ?? 0) <= -32_600)).toBe(true);
      });
    },
  );
});
