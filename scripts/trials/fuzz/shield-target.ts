/**
 * The whole machine, fed by a client and a server that both write whatever they like and die
 * whenever they like. Broken is: a throw, a line to the client that is no message, an answer to
 * nothing or a second one, a request that is never answered, or to do otherwise when it reads fast.
 */
import { isUtf8 } from 'node:buffer';
import { createRedactor } from '../../../src/base/redact.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import type {
  Shield,
  ShieldEffect,
  ShieldEvent,
  ShieldOptions,
} from '../../../src/shield/events.ts';
import { createShield } from '../../../src/shield/step.ts';
import { readingFailed } from '../../../src/shield/wording.ts';
import { oracle } from '../../../test/protocol/oracle.ts';
import { clean, streams, words } from './seeds.ts';
import { expect, type Target } from './target.ts';

/** These bytes part the input; what stands between them is said by … */
const turns = ['client', 'server', 'exit', 'wake', 'complain'] as const;
const firstTurnByte = 0xf8;

const options: ShieldOptions = {
  restarts: 3,
  restartWindowMs: 60_000,
  backoffInitialMs: 10,
  backoffMaxMs: 100,
  retry: 'reads',
  requestTimeoutMs: 0,
  idleMs: 0,
  lazy: false,
  startPatienceMs: 0,
  remembers: false,
  restartHung: 0,
  maxMessageBytes: 2_000,
  noise: 'stderr',
  stderr: 'log',
  seed: 1,
  command: ['server'],
};

/** The byte after which this one speaks, or acts. */
export const turn = (name: (typeof turns)[number]): Buffer =>
  Buffer.from([firstTurnByte + turns.indexOf(name)]);
const initialize =
  '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}\n';
const agreed =
  '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{}}}\n';
export const story = (...parts: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part)));

export const shieldTarget: Target = {
  name: 'shield',
  seeds: [
    story(turn('client'), initialize, turn('server'), agreed, turn('client'), `${clean[1]}\n`),
    story(initialize, turn('server'), agreed, turn('exit'), turn('wake'), turn('server'), agreed),
    story(`${clean.join('\n')}\n`, turn('server'), streams.join('\n'), turn('exit')),
    ...streams.map((text) => story(turn('server'), text)),
    ...streams.map((text) => story(turn('client'), text)),
  ],
  words: [
    ...words,
    ...turns.map((name) => turn(name).toString('latin1')),
    `${initialize}${agreed}`,
    '{"jsonrpc":"2.0","id":3,"method":"roots/list"}\n',
    '{"jsonrpc":"2.0","id":3,"method":"tools/list"}\n',
    '{"jsonrpc":"2.0","id":3,"result":{"tools":[],"nextCursor":"x"}}\n',
    '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":3}}\n',
    '{"jsonrpc":"2.0","id":4,"method":"subscriptions/listen","params":{"_meta":{}}}\n',
  ],
  run: (input) => liveOn(input),
};

/** Throws if a promise is broken; returns what kinds of effects there were. */
export function liveOn(input: Buffer, changed: Partial<ShieldOptions> = {}): string {
  const [fast, slow] = [0, Number.POSITIVE_INFINITY].map((fastAfterBytes) => {
    const run = new Run({ ...options, ...changed }, fastAfterBytes);
    return { went: run.live(input), did: run.did.join('\n') };
  });
  expect(fast?.did === slow?.did, 'read slowly it does otherwise');
  return fast?.went ?? '';
}

class Run {
  /** Each effect, however its bytes were cut. */
  readonly did: string[] = [];
  readonly #shield: Shield;
  readonly #went = new Set<string>();
  #now = 0;
  #generation = 0;
  #alive = false;
  #exited = false;

  constructor(chosen: ShieldOptions, fastAfterBytes: number) {
    this.#shield = createShield(chosen, {
      isUtf8,
      fastAfterBytes,
      decode: (bytes) => bytes.toString(),
      diagnose,
      redact: createRedactor({}),
      platform: 'linux',
      cwd: '/',
    });
  }

  live(input: Buffer): string {
    this.#step({ type: 'started' });
    let speaker: (typeof turns)[number] = 'client';
    let start = 0;
    for (let at = 0; at <= input.length; at += 1) {
      const next = turns[(input[at] ?? 0) - firstTurnByte];
      if (next === undefined && at < input.length) continue;
      if (at > start) this.#say(speaker, Buffer.from(input.subarray(start, at)));
      if (next === 'exit') this.#fall();
      if (next === 'wake') this.#wake();
      speaker = next ?? speaker;
      start = at + 1;
    }
    this.#end();
    return [...this.#went].sort().join();
  }

  #say(speaker: (typeof turns)[number], chunk: Buffer): void {
    const generation = this.#generation;
    if (speaker === 'server') this.#ifAlive({ type: 'server-sent', generation, chunk });
    else if (speaker === 'complain') {
      this.#ifAlive({ type: 'server-complained', generation, chunk });
    } else this.#step({ type: 'client-sent', chunk });
  }

  #ifAlive(event: ShieldEvent): void {
    if (this.#alive) this.#step(event);
  }

  #fall(): void {
    if (!this.#alive) return;
    this.#alive = false;
    const generation = this.#generation;
    const exit = { exitCode: 1, signal: null, leftovers: false };
    this.#step({ type: 'server-stdout-ended', generation });
    this.#step({ type: 'server-exited', generation, ...exit });
  }

  #wake(): void {
    const at = this.#shield.nextWakeup();
    if (at === undefined) return;
    this.#now = Math.max(this.#now, at);
    this.#step({ type: 'woke' });
  }

  #end(): void {
    this.#step({ type: 'client-ended', cause: 'eof' });
    for (let rung = 0; rung < 100 && !this.#exited; rung += 1) this.#wake();
    expect(this.#exited, 'it never exits');
  }

  #step(event: ShieldEvent): void {
    for (const effect of this.#shield.step(event, this.#now)) {
      this.did.push(told(effect));
      this.#take(effect);
    }
  }

  #take(effect: ShieldEffect): void {
    // What was thrown cost a life only; here it is what is looked for.
    const failed = effect.type === 'log' && effect.message === readingFailed;
    expect(!failed, JSON.stringify(effect));
    this.#went.add(effect.type === 'log' ? effect.message.slice(0, 40) : effect.type);
    if (effect.type === 'spawn') {
      this.#generation = effect.generation;
      this.#alive = true;
    } else if (effect.type === 'exit') this.#exited = true;
    else if (effect.type === 'to-client') {
      const lines = Buffer.concat(effect.buffers).toString().split('\n');
      expect(lines.pop() === '', 'half a line to the client');
      for (const line of lines) {
        expect(oracle(line) !== undefined, `no message to the client: ${line.slice(0, 80)}`);
      }
    }
  }
}

function told(effect: ShieldEffect): string {
  if (!('buffers' in effect)) return JSON.stringify(effect);
  return `${effect.type} ${Buffer.concat(effect.buffers).toString('latin1')}`;
}
