/**
 * `--stderr`: where the stderr of a real server goes, and that the cause of a fall is found in it
 * wherever it goes.
 */
import { describe, expect, it } from 'vitest';
import { server, withShield } from './shield-process.ts';

interface Line {
  readonly event: string;
  readonly fields?: { readonly text?: string };
}

describe('--stderr', () => {
  // [R-stderr]
  it('pass leaves it as it is', async () => {
    await withShield({ args: server('legacy-server.mjs') }, async (shield) => {
      await shield.initialize();
      await shield.call('echo', { value: 1 });
      await shield.waitForStderr('[server] call echo\n');
      expect(shield.stderr).toMatch(/^\[server\] ready \d+\n/m);
    });
  });

  it('log makes every line one of the log, without secrets, and an error quotes it still', async () => {
    const options = ['--stderr', 'log', '--noise', 'log', '--log-format', 'json'];
    const args = [...options, ...server('legacy-server.mjs', '--noisy')];
    await withShield({ args, env: { API_TOKEN: 'crash-is-secret' } }, async (shield) => {
      await shield.initialize();
      const answer = await shield.call('crash', { code: 7 });
      expect(JSON.stringify(answer)).toContain('[server] call crash');
      await shield.call('crash-is-secret');
      await shield.waitForStderr('call [redacted]');
      shield.closeStdin();
      await shield.exited;
      const lines = shield.stderr.trimEnd().split('\n');
      const parsed = lines.map((line) => JSON.parse(line) as Line);
      const said = parsed
        .filter(({ event }) => event === 'stderr')
        .map(({ fields }) => fields?.text);
      expect(said).toContain('[server] call crash');
      expect(shield.stderr).not.toContain('crash-is-secret');
      expect(parsed.some(({ event }) => event === 'noise')).toBe(true);
      expect(parsed.some(({ event }) => event === 'restart-scheduled')).toBe(true);
    });
  });

  it('drop shows nothing of it, and an error quotes it still', async () => {
    const args = ['--stderr', 'drop', '--log-level', 'silent', ...server('legacy-server.mjs')];
    await withShield({ args }, async (shield) => {
      await shield.initialize();
      const answer = await shield.call('crash', { code: 7 });
      expect(JSON.stringify(answer)).toContain('[server] call crash');
      shield.closeStdin();
      await shield.exited;
      expect(shield.stderr).toBe('');
    });
  });
});
