/**
 * One test for each odd server that a client can meet: behind the shield its session is not worse
 * than without it, but for the rows of known-worse.ts, which have to be worse still.
 */
import { describe, expect, it } from 'vitest';
import { type ComparedClient, compare } from './compare.ts';
import { isKnownWorse } from './known-worse.ts';
import { oddServers } from './odd-servers.ts';

/** Only ends what hangs: every wait in a session has its own bound. */
const testTimeoutMs = 180_000;

export function expectVerdicts(client: ComparedClient): void {
  describe.concurrent(`${client.name}, bare and behind the shield`, () => {
    it.each(oddServers.filter(client.can))('$name', { timeout: testTimeoutMs }, async (row) => {
      const known = isKnownWorse(client.name, row.name);
      const { verdict, why, shielded } = await compare(client, row, known ? 'worse' : 'not worse');
      if (known) expect(verdict, 'no longer worse: take it off known-worse.ts').toBe('worse');
      else expect(verdict, `${why.join('\n')}\n${shielded.stderr}`).not.toBe('worse');
    });
  });
}
