/**
 * What is different for a shield on Windows: nothing can be asked between EOF and taskkill, and
 * output may be in the code page of a console.
 */
import { describe, expect, it } from 'vitest';
import { endLimits } from '../../src/base/limits.ts';
import type { Shield, ShieldEvent, ShieldOptions } from '../../src/shield/events.ts';
import { createShield } from '../../src/shield/step.ts';
import { defaultOptions } from '../world/default-options.ts';
import { surroundings } from '../world/surroundings.ts';

const options: ShieldOptions = { ...defaultOptions, restarts: 0, noise: 'log' };
const decode = (bytes: Buffer): string => bytes.toString('latin1');

function started(platform: string): Shield {
  const shield = createShield(options, { ...surroundings, decode, platform });
  shield.step({ type: 'started' }, 0);
  shield.step({ type: 'server-spawned', generation: 1, pid: 1 }, 0);
  return shield;
}

describe('the end of the input of a server that goes on', () => {
  it.each([
    ['linux', [`SIGTERM ${endLimits.eof.termMs}`, `SIGKILL ${endLimits.eof.killMs}`]],
    ['win32', [`SIGTERM ${endLimits.eof.termMs}`, `SIGKILL ${endLimits.eof.termMs}`]],
  ])('on %s is followed by %j', (platform, expected) => {
    const shield = started(platform);
    const told: string[] = [];
    const take = (event: ShieldEvent, now: number): void => {
      for (const effect of shield.step(event, now)) {
        if (effect.type === 'signal-server') told.push(`${effect.signal} ${now}`);
      }
    };
    take({ type: 'client-ended', cause: 'eof' }, 0);
    for (let now = shield.nextWakeup(); now !== undefined; now = shield.nextWakeup()) {
      take({ type: 'woke' }, now);
    }
    expect(told).toEqual(expected);
  });
});

describe('output in a code page', () => {
  const chunk = Buffer.from('gef\xfcllt\n', 'latin1');

  it('is text in the log, and stays what it is on stderr', () => {
    const shield = started('win32');
    const noise = shield.step({ type: 'server-sent', generation: 1, chunk }, 1);
    expect(noise).toContainEqual(expect.objectContaining({ fields: { text: 'gefüllt' } }));
    const complaint = shield.step({ type: 'server-complained', generation: 1, chunk }, 2);
    expect(complaint).toContainEqual({ type: 'to-stderr', bytes: chunk });
  });

  it('is text in what explains a fall', () => {
    const shield = started('win32');
    const request = '{"jsonrpc":"2.0","id":1,"method":"ping"}\n';
    shield.step({ type: 'client-sent', chunk: Buffer.from(request) }, 1);
    shield.step({ type: 'server-complained', generation: 1, chunk }, 2);
    const exit = { exitCode: 1, signal: null, leftovers: false };
    shield.step({ type: 'server-stdout-ended', generation: 1 }, 3);
    const effects = shield.step({ type: 'server-exited', generation: 1, ...exit }, 3);
    const answers = effects.filter((effect) => effect.type === 'to-client');
    expect(Buffer.concat(answers.flatMap(({ buffers }) => buffers)).toString()).toContain(
      'gefüllt',
    );
  });
});
