/**
 * What becomes of each thing that a server prints: what passes, what is diverted and where to,
 * what is told to the log. Whole shields, told step by step.
 */
import { describe, expect, it } from 'vitest';
import { guessLimits, messageLimits } from '../../src/base/limits.ts';
import type { ShieldOptions } from '../../src/shield/events.ts';
import { lineOf, notification, request, result } from '../world/packet.ts';
import { agreement, call, forget, greetedSession, initialize, Script } from '../world/script.ts';

const options = (more: Partial<ShieldOptions> = {}): Partial<ShieldOptions> => more;
/** What went to stderr since the last look, as text. */
function stderrOf(session: Script): string {
  return session
    .did()
    .flatMap((effect) => (effect.type === 'to-stderr' ? [String(effect.bytes)] : []))
    .join('');
}

describe('what is no message', () => {
  it('goes to stderr in whole lines, and is counted', () => {
    const session = greetedSession();
    session.server('one\ntwo\n');
    expect(stderrOf(session)).toBe('one\ntwo\n');
    session.server(`log: ${lineOf(notification('notifications/message'))}`);
    expect(stderrOf(session)).toMatch(/^log: .*\n$/);
    expect(session.report().filtered).toBe(3);
  });

  it('goes nowhere but to the log with `--noise log`, and nowhere with drop', () => {
    const logs = greetedSession(options({ noise: 'log' }));
    logs.server('one\n');
    expect(logs.lines('noise')).toMatchObject([{ level: 'warn', fields: { text: 'one' } }]);
    expect(stderrOf(logs)).toBe('');
    const drops = greetedSession(options({ noise: 'drop' }));
    drops.server('one\n');
    expect([drops.lines('noise'), stderrOf(drops)]).toEqual([[], '']);
    expect(drops.report().filtered).toBe(1);
  });

  it('is not a blank line', () => {
    const session = greetedSession();
    session.server('\n\r\n  \n');
    expect([stderrOf(session), session.report().filtered]).toEqual(['', 0]);
  });

  it('is told as one write in a step', () => {
    const session = greetedSession();
    session.server('one\n', notification('own/event'), 'two\n');
    expect(session.did().filter(({ type }) => type === 'to-stderr')).toHaveLength(1);
  });
});

describe('what it says on stderr', () => {
  it.each([
    ['pass', 'words\n', []],
    ['log', '', ['words']],
    ['drop', '', []],
  ] as const)('with `--stderr %s`', (stderr, passed, logged) => {
    const session = greetedSession({ stderr });
    session.complains('words\n');
    expect(session.lines('stderr').map(({ fields }) => fields?.['text'])).toEqual(logged);
    expect(stderrOf(session)).toBe(passed);
  });

  it('is history once it has answered, and not by a notification', () => {
    const seen: (number | undefined)[] = [];
    const session = greetedSession(
      {},
      {
        diagnose: ({ stderrHistory }) => {
          seen.push(stderrHistory);
          return { reason: 'x', title: 'x', cause: 'x', advice: [], permanent: false };
        },
      },
    );
    session.after(10_000);
    session.complains('before\n');
    session.server(notification('own/event'));
    session.client(request(1, 'resources/list'));
    session.exits(1);
    session.server(agreement());
    session.complains('before\n');
    session.client(request(2, 'resources/list'));
    session.server(result(2, { resources: [] }));
    session.after(10_000);
    session.complains('after\n');
    session.client(request(3, 'resources/list'));
    session.exits(1);
    expect(seen).toEqual([0, 'before\n'.length]);
  });
});

describe('a message', () => {
  it('that lost its newline is whole after a while without anything', () => {
    const session = greetedSession();
    session.client(call(1));
    session.server(lineOf(result(1, {})).trimEnd());
    session.after(messageLimits.unterminatedMs - 1);
    expect(session.clientGot()).toEqual([]);
    session.after(1);
    expect(session.clientGot()).toMatchObject([{ id: 1, result: {} }]);
  });

  it('is not whole while it still comes', () => {
    const session = greetedSession();
    session.client(call(1));
    session.server('{"jsonrpc":"2.0","id":1,"result":{}');
    session.after(10_000);
    session.server('}');
    session.after(messageLimits.unterminatedMs - 1);
    expect(session.clientGot()).toEqual([]);
    session.server('\n');
    expect(session.clientGot()).toMatchObject([{ id: 1, result: {} }]);
  });

  it.each([
    ['\r', []],
    [' ', []],
    [' (12 ms)', ['beside']],
  ])('with %j behind it is told to the log as salvaged, or not', (behind, kinds) => {
    const session = greetedSession();
    session.client(call(1));
    session.server(`${lineOf(result(1, {})).trimEnd()}${behind}\n`);
    session.after(guessLimits.fullMs);
    expect(session.clientGot()).toMatchObject([{ id: 1, result: {} }]);
    const lines = session.lines('message-salvaged');
    expect(lines).toHaveLength(kinds.length);
    if (kinds.length > 0)
      expect(lines).toMatchObject([{ level: 'warn', fields: { kind: expect.any(String) } }]);
  });

  it('over several lines, or beside text, is a guess of its kind', () => {
    const kindOf = (text: string): unknown => {
      const session = greetedSession();
      session.client(call(1));
      session.server(text);
      return session.lines('answer-kept-aside')[0]?.fields?.['kind'];
    };
    const packet = result(1, { a: 1 });
    expect(kindOf(`${JSON.stringify(packet, null, 2)}\n`)).toBe('multi-line');
    expect(kindOf(`log ${JSON.stringify(packet)}\n`)).toBe('beside-text');
  });

  it('beside text is given soon where nothing better will come', () => {
    const waited = (...pieces: string[]): number => {
      const session = greetedSession();
      session.client(call(1));
      let last = 0;
      for (const piece of pieces) {
        session.after(100);
        last = session.now;
        session.server(piece);
      }
      for (let ms = 0; ms < 2_000; ms += 1) {
        if (session.clientGot().length > 0) return session.now - last;
        session.after(1);
      }
      return Number.NaN;
    };
    expect(waited('Loading... ', lineOf(result(1, {})))).toBe(guessLimits.shortMs);
    expect(waited(`Loading... ${lineOf(result(1, {}))}`)).toBe(guessLimits.fullMs);
  });

  it('without a version is given soon by a server that never gave one', () => {
    const waited = (isProper: boolean): number => {
      const session = isProper ? greetedSession() : new Script();
      session.client(initialize, request(1, 'ping'));
      const { now } = session;
      session.server('{"id":1,"result":{}}\n');
      for (let ms = 0; ms < 2_000; ms += 1) {
        if (session.clientGot().some(({ id }) => id === 1)) return session.now - now;
        session.after(1);
      }
      return Number.NaN;
    };
    expect(waited(true)).toBe(guessLimits.fullMs);
    expect(waited(false)).toBe(guessLimits.shortMs);
  });

  it('in another form is set right, which is told', () => {
    const session = greetedSession();
    session.client(call(1), call(2));
    session.server('{"id":1,"result":{}}\n', '{"jsonrpc":"2.0","id":2,"result":{},"error":null}\n');
    session.after(guessLimits.fullMs);
    expect(session.clientGot()).toMatchObject([{ id: 2 }, { id: 1 }]);
    expect(session.lines('answer-repaired')).toMatchObject([
      { fields: { kind: expect.any(String) } },
    ]);
    expect(session.lines('message-repaired')).toMatchObject([{ fields: { kind: 'null-member' } }]);
  });

  it.each([
    ['another form', '{"id":1,"result":{}}'],
    ['null members', '{"jsonrpc":"2.0","id":1,"result":{},"error":null}'],
    ['the form of the protocol', '{"jsonrpc":"2.0","id":1,"result":{}}'],
  ])('in %s is read at the end of the life, too', (_form, text) => {
    const session = greetedSession();
    session.client(call(1));
    session.server(text);
    session.exits(1);
    expect(session.clientGot()).toMatchObject([{ id: 1, result: {} }]);
  });

  it('that is cut off by the end is noise, and its request fell with its server', () => {
    const session = greetedSession();
    session.client(call(1));
    session.server('{"jsonrpc":"2.0","id":1,"result":{"a');
    session.exits(1);
    expect(session.clientGot()).toMatchObject([{ id: 1, error: {} }]);
    expect(session.report().filtered).toBe(1);
  });

  it('behind one that ends its life is not read any more', () => {
    const session = greetedSession();
    session.exits(1);
    forget(session);
    session.server(agreement({ protocolVersion: '2024-11-05' }), notification('own/event'));
    session.server('noise\n');
    expect([session.clientGot(), session.report().filtered]).toEqual([[], 0]);
    session.server('{"jsonrpc":"2.0","method":"own/event"}');
    session.exits(null, { signal: 'SIGKILL' });
    expect(session.clientGot()).toEqual([]);
  });
});

describe('an answer that cannot be read', () => {
  it('is told to whoever waits, with what is wrong with it, once nothing better came', () => {
    const session = greetedSession();
    session.client(call(1));
    session.server('{"jsonrpc":"2.0","id":1,"result":{"a":}}\n');
    expect(session.clientGot()).toEqual([]);
    session.after(guessLimits.fullMs);
    expect(session.clientGot()).toMatchObject([
      {
        id: 1,
        error: {
          message: expect.stringMatching(/sent a malformed response \(.{5,}\)/),
          data: { reason: 'malformed-response' },
        },
      },
    ]);
    expect(session.report().filtered).toBe(1);
  });
});

describe('a message that is too long', () => {
  const long = 'x'.repeat(300);
  const short = options({ maxMessageBytes: 256 });

  it('is told to whoever waits for it, and to the log with its size', () => {
    const session = greetedSession(short);
    session.client(call(1));
    const text = lineOf(result(1, { long }));
    session.server(text);
    expect(session.clientGot()).toMatchObject([
      { id: 1, error: { data: { reason: 'message-too-large' } } },
    ]);
    const [line] = session.lines('message-too-large');
    expect(line?.level).toBe('warn');
    expect(Math.abs(Number(line?.fields?.['sizeBytes']) - text.length)).toBeLessThanOrEqual(1);
  });

  it('is refused to the server if it asks', () => {
    const session = greetedSession(short);
    session.server(lineOf(request(9, 'sampling/createMessage', { long })));
    expect(session.serverGot()).toMatchObject([{ id: 9, error: {} }]);
    expect(session.clientGot()).toEqual([]);
  });

  it('is nothing to anybody if it wants no answer', () => {
    const session = greetedSession(short);
    session.client(call(1));
    forget(session);
    session.server(lineOf(notification('own/event', { long })), `${long}\n`);
    expect([session.clientGot(), session.serverGot()]).toEqual([[], []]);
  });
});
