/**
 * How each event stands in a recording: its time, its text in whole lines, what was left of a line
 * when its stream ended, and what of it is masked.
 */
import { describe, expect, it } from 'vitest';
import { logLimits } from '../../src/base/limits.ts';
import type { ShieldEffect, ShieldEvent } from '../../src/shield/events.ts';
import type { RecordedStep } from '../../src/shield/recording/format.ts';
import type { Masking } from '../../src/shield/recording/mask.ts';
import { maskRemembered } from '../../src/shield/recording/mask-remembered.ts';
import { Recorder } from '../../src/shield/recording/recorder.ts';
import { messagesIn, summaryOf } from '../../src/shield/recording/summary.ts';
import { UnfinishedLine } from '../../src/shield/recording/unfinished-line.ts';

const masking: Masking = {
  contents: true,
  redact: (text) => text.replaceAll('hunter2', '[redacted]'),
  hash: (text) => String(text.length),
  isSecretName: () => false,
};

function recorderOf(more: Partial<Masking> = {}) {
  const recorder = new Recorder({ ...masking, ...more }, { startedAt: 1_000, maxMessageBytes: 40 });
  return (event: ShieldEvent, now = 1_000, effects: ShieldEffect[] = []): RecordedStep[] =>
    recorder
      .record({ event, effects, now })
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as RecordedStep);
}

const sent = (text: string): ShieldEvent => ({
  type: 'server-sent',
  generation: 3,
  chunk: Buffer.from(text),
});
const complained = (text: string): ShieldEvent =>
  ({ ...sent(text), type: 'server-complained' }) as ShieldEvent;
const asked = (text: string): ShieldEvent => ({ type: 'client-sent', chunk: Buffer.from(text) });
const exited: ShieldEvent = {
  type: 'server-exited',
  generation: 3,
  exitCode: 1,
  signal: null,
  leftovers: false,
};

describe('a step', () => {
  it('has its time since the start in ms, and three digits of it', () => {
    const record = recorderOf();
    expect(record({ type: 'woke' }, 1_000)).toEqual([
      { t: 0, event: { type: 'woke' }, decided: [] },
    ]);
    expect(record({ type: 'woke' }, 1_500.123_456)[0]?.t).toBe(500.123);
    expect(record({ type: 'woke' }, 1_500.123_6)[0]?.t).toBe(500.124);
  });

  it('has whole lines, and how many bytes really came', () => {
    const record = recorderOf();
    expect(record(sent('one\ntw'))[0]?.event).toEqual({
      type: 'server-sent',
      generation: 3,
      text: 'one\n',
      bytes: 6,
    });
    expect(record(sent('o\nthree'))[0]?.event).toMatchObject({ text: 'two\n', bytes: 7 });
    expect(record(asked('{}\n'))[0]?.event).toEqual({
      type: 'client-sent',
      text: '{}\n',
      bytes: 3,
    });
  });

  it('keeps the three streams apart', () => {
    const record = recorderOf();
    record(asked('from the client'));
    record(sent('from stdout'));
    record(complained('from stderr'));
    expect(record(asked('\n'))[0]?.event).toMatchObject({ text: 'from the client\n' });
    expect(record(sent('\n'))[0]?.event).toMatchObject({ text: 'from stdout\n' });
    expect(record(complained('\n'))[0]?.event).toMatchObject({ text: 'from stderr\n' });
  });

  it('ends a line of stderr at a carriage return, and none of a message', () => {
    const record = recorderOf();
    expect(record(complained('50%\r6'))[0]?.event).toMatchObject({ text: '50%\r' });
    expect(record(sent('a\rb'))[0]?.event).toMatchObject({ text: '' });
    expect(record(asked('a\rb'))[0]?.event).toMatchObject({ text: '' });
  });

  it('keeps blank lines', () => {
    const record = recorderOf();
    expect(record(sent('\n\na\n'))[0]?.event).toMatchObject({ text: '\n\na\n' });
    expect(record(complained('\n\na\n'))[0]?.event).toMatchObject({ text: '\n\na\n' });
  });

  it('masks the texts of any other event', () => {
    const record = recorderOf();
    expect(record({ type: 'restart-requested', why: 'hunter2' })[0]?.event).toEqual({
      type: 'restart-requested',
      why: '[redacted]',
    });
    expect(record(exited).at(-1)?.event).toEqual(exited);
  });

  it('masks what was remembered as the lines that it was', () => {
    const record = recorderOf({ contents: false });
    const remembered = {
      lists: [['{"jsonrpc":"2.0","id":', ',"result":{"text":"secret"}}\n']],
      cursor: 'next',
    };
    const [step] = record({ type: 'recalled', number: 1, remembered, since: undefined });
    expect(step?.event).toEqual({
      type: 'recalled',
      number: 1,
      remembered: {
        lists: [['{"jsonrpc":"2.0","id":', ',"result":{"text":"~6"}}\n']],
        cursor: '~4',
      },
    });
  });
});

describe('what was left of a line', () => {
  it('stands before the end of its stream, and what was decided behind it', () => {
    const record = recorderOf();
    record(sent('rest of stdout'));
    record(complained('rest of stderr'));
    const effects: ShieldEffect[] = [{ type: 'exit', code: 4 }];
    expect(record({ type: 'server-stdout-ended', generation: 3 }, 1_002, effects)).toEqual([
      {
        t: 2,
        event: { type: 'server-sent', generation: 3, text: 'rest of stdout', bytes: 14 },
        decided: [],
      },
      {
        t: 2,
        event: { type: 'server-complained', generation: 3, text: 'rest of stderr', bytes: 14 },
        decided: [],
      },
      { t: 2, event: { type: 'server-stdout-ended', generation: 3 }, decided: ['exit 4'] },
    ]);
    expect(record(exited)).toHaveLength(1);
  });

  it('stands before an exit, and that of the client before its end', () => {
    const record = recorderOf();
    record(sent('rest'));
    expect(record(exited).map(({ event }) => event['type'])).toEqual([
      'server-sent',
      'server-exited',
    ]);
    record(asked('{"a":1}'));
    expect(record({ type: 'client-ended', cause: 'eof' }).map(({ event }) => event)).toEqual([
      { type: 'client-sent', text: '{"a":1}', bytes: 7 },
      { type: 'client-ended', cause: 'eof' },
    ]);
  });

  it('does not stand before any other event', () => {
    const record = recorderOf();
    record(sent('rest'));
    expect(record({ type: 'server-input-closed', generation: 3 })).toHaveLength(1);
    expect(record({ type: 'woke' })).toHaveLength(1);
  });
});

describe('stderr', () => {
  it('is masked in pieces of whole lines that are not cut', () => {
    const seen: string[] = [];
    const redact = (text: string): string => {
      seen.push(text);
      return text;
    };
    const record = recorderOf({ redact });
    const line = `${'x'.repeat(logLimits.redactCharsMax / 2 - 1)}\n`;
    const text = `${line}${line}short\n${line}${'y'.repeat(logLimits.redactCharsMax + 9)}\nz\n`;
    expect(record(complained(text))[0]?.event['text']).toBe(text);
    expect(seen.map(({ length }) => length)).toEqual([
      2 * line.length,
      'short\n'.length + line.length,
      logLimits.redactCharsMax + 10,
      2,
    ]);
  });

  it('is one piece with a last line that has no end', () => {
    const record = recorderOf();
    record(complained('one\ntwo'));
    const [rest] = record({ type: 'server-stdout-ended', generation: 3 });
    expect(rest?.event).toMatchObject({ text: 'two' });
  });
});

describe('an unfinished line', () => {
  const told = (tailBytes: number, ...chunks: string[]): string => {
    const line = new UnfinishedLine({ headBytes: 4, tailBytes, endsAtReturn: false });
    for (const chunk of chunks) line.complete(Buffer.from(chunk));
    return line.drain().toString();
  };

  it.each([
    [3, ['abcdefg'], 'abcdefg'],
    [3, ['abcdefgh'], 'abcdfgh'],
    [3, ['ab', 'cd', 'ef', 'gh', 'ij', 'kl', 'mn', 'op'], 'abcdnop'],
    [3, [...'abcdefghijklmnopqrstuvwxyz'], 'abcdxyz'],
    [3, ['abcdefghijklmnop', 'q'], 'abcdopq'],
    [3, ['a', 'bcdefghijklmnopq'], 'abcdopq'],
    [0, ['abcdef'], 'abcd'],
    [0, ['abcd', 'ef'], 'abcd'],
    [0, ['ab'], 'ab'],
  ])('of which %i bytes of its end are kept: %j', (tailBytes, chunks, kept) => {
    expect(told(tailBytes, ...chunks)).toBe(kept);
  });

  it('holds no more than its head and its tail twice', () => {
    const line = new UnfinishedLine({ headBytes: 4, tailBytes: 3, endsAtReturn: false });
    for (let at = 0; at < 1_000; at += 1) line.complete(Buffer.from(String(at % 10)));
    expect(line.drain().toString()).toBe('0123789');
    expect(line.drain().toString()).toBe('');
  });
});

describe('what is remembered', () => {
  const mask = (line: string): string => line.replaceAll('secret', '~');

  it.each([
    [
      ['{"id":', ',"a":"secret"}\n'],
      ['{"id":', ',"a":"~"}\n'],
    ],
    [
      [
        ['{"id":', '}\n'],
        ['{"secret":1,"id":', '}\n'],
      ],
      [
        ['{"id":', '}\n'],
        ['{"~":1,"id":', '}\n'],
      ],
    ],
    [{ a: { b: ['{"id":', '}\n'] } }, { a: { b: ['{"id":', '}\n'] } }],
    ['secret', '~'],
    [
      ['one', 'two', 'secret'],
      ['one', 'two', '~'],
    ],
    [
      [1, 'secret'],
      [1, '~'],
    ],
    [
      ['secret', null],
      ['~', null],
    ],
    [7, 7],
    [null, null],
    [true, true],
    [undefined, undefined],
  ])('is masked: %j', (remembered, masked) => {
    expect(maskRemembered(remembered, mask)).toEqual(masked);
  });

  it('is left out where the mask takes its id', () => {
    expect(maskRemembered(['{"id":', '}\n'], () => '~')).toEqual(['', '']);
    expect(maskRemembered('x', () => '{}')).toBe('');
    expect(maskRemembered('x', () => '{"cursor":1}')).toBe('');
  });
});

describe('what was decided', () => {
  const line = (message: object): Buffer =>
    Buffer.from(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

  it.each<[ShieldEffect, string[]]>([
    [{ type: 'spawn', generation: 2 }, ['start server 2']],
    [{ type: 'end-server-input', generation: 2 }, ['end the input of server 2']],
    [{ type: 'signal-server', generation: 2, signal: 'SIGTERM' }, ['SIGTERM to server 2']],
    [{ type: 'release-server', generation: 2 }, ['server 2 is over']],
    [{ type: 'log', level: 'warn', event: 'noise', message: 'x' }, ['log warn']],
    [
      { type: 'log', level: 'error', event: 'noise', message: 'x', fields: { reason: 'r' } },
      ['log error r'],
    ],
    [{ type: 'recall', client: 'c', number: 1 }, ['recall']],
    [{ type: 'forget', client: 'c' }, ['forget']],
    [{ type: 'to-stderr', bytes: Buffer.from('x') }, []],
    [{ type: 'exit', code: 3 }, ['exit 3']],
    [
      { type: 'to-client', buffers: [line({ id: 1, result: {} }), line({ method: 'm' })] },
      ['to the client: answer 1', 'to the client: m'],
    ],
    [
      { type: 'to-server', generation: 1, buffers: [line({ id: 'a', method: 'ping' })] },
      ['to the server: ping "a"'],
    ],
    [
      { type: 'to-client', buffers: [line({ id: 1, error: { code: 1, message: 'x' } })] },
      ['to the client: error 1'],
    ],
    [
      {
        type: 'to-client',
        buffers: [line({ id: 1, error: { code: 1, message: 'x', data: { reason: 'hung' } } })],
      },
      ['to the client: error 1 hung'],
    ],
    [{ type: 'to-client', buffers: [Buffer.from('text\n')] }, ['to the client: no message']],
  ])('is told in few words: %j', (effect, words) => {
    expect(summaryOf([effect])).toEqual(words);
  });

  it('is told of each message of a batch', () => {
    const batch = '[{"jsonrpc":"2.0","method":"a"},{"jsonrpc":"2.0","id":1,"method":"b"}]\n';
    expect(messagesIn(Buffer.from(`${batch}  \n${line({ method: 'c' })}`))).toEqual([
      'a',
      'b 1',
      'c',
    ]);
  });
});
