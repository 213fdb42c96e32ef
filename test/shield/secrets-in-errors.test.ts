/** What a client is told of a fall names no secret, wherever a server or a start put it. */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import type { ShieldEvent } from '../../src/shield/events.ts';
import { createShield } from '../../src/shield/step.ts';
import { defaultOptions } from '../world/default-options.ts';
import { lineOf, notification, packetsOf, request } from '../world/packet.ts';
import { agreement, call, initialize } from '../world/script.ts';
import { surroundings } from '../world/surroundings.ts';

const secret = 'hunter2';
const redact = (text: string): string => text.replaceAll(secret, '[redacted]');

/** All that the client reads of a session of these events. */
function told(command: readonly string[], events: readonly ShieldEvent[]): string {
  const options = { ...defaultOptions, command };
  const shield = createShield(options, { ...surroundings, redact, diagnose });
  return events
    .flatMap((event, at) => shield.step(event, at))
    .flatMap((effect) => (effect.type === 'to-client' ? effect.buffers : []))
    .join('');
}

const says = (...packets: Parameters<typeof lineOf>[0][]): ShieldEvent => ({
  type: 'client-sent',
  chunk: Buffer.from(packets.map(lineOf).join('')),
});
const begun: readonly ShieldEvent[] = [
  { type: 'started' },
  says(initialize),
  { type: 'server-spawned', generation: 1, pid: 7 },
  { type: 'server-sent', generation: 1, chunk: Buffer.from(lineOf(agreement())) },
  says(notification('notifications/initialized'), call(1)),
];

describe('an error about a fall', () => {
  it.each([
    ['a sentence', `Error: the key ${secret} is not valid\n`],
    ['lines before it', `using ${secret}\nError: no such profile\n    at main (x.js:1:1)\n`],
    ['an import', `Error: Cannot find module '${secret}'\nRequire stack:\n- /x.js\n`],
  ])('hides it in %s', (_where, text) => {
    const chunk = Buffer.from(text);
    const exit = { exitCode: 1, signal: null, leftovers: false };
    const answers = told(
      ['server', secret],
      [
        ...begun,
        { type: 'server-complained', generation: 1, chunk },
        { type: 'server-stdout-ended', generation: 1 },
        { type: 'server-exited', generation: 1, ...exit },
      ],
    );
    expect(packetsOf(answers.trim().split('\n').at(-1) ?? '')).toMatchObject([{ id: 1 }]);
    expect(answers).toContain('[redacted]');
    expect(answers).not.toContain(secret);
  });

  it('hides it in a command that cannot be started', () => {
    const errno = 'ENOENT';
    const message = `spawn ${secret}-server ENOENT`;
    const answers = told(
      [`${secret}-server`],
      [
        { type: 'started' },
        says(initialize, request(1, 'ping')),
        { type: 'server-spawn-failed', generation: 1, errno, message },
        { type: 'client-ended', cause: 'eof' },
      ],
    );
    expect(answers).toContain('[redacted]');
    expect(answers).not.toContain(secret);
  });
});
