/**
 * What must not grow unseen, counted instead of timed: what a start loads, and how often a byte is
 * looked at, copied or written on its way. Sizes are guarded in cli/bundle.test.ts, times by
 * `npm run bench`.
 */

import { isUtf8 } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { matching } from '../../src/diagnose/match.ts';
import { readFacts } from '../../src/diagnose/output.ts';
import { allRules } from '../../src/diagnose/rules/all.ts';
import { mergeNeighbours } from '../../src/runner/gather.ts';
import type { ShieldEffect, ShieldEvent } from '../../src/shield/events.ts';
import { createShield } from '../../src/shield/step.ts';
import { surroundings } from '../world/surroundings.ts';

describe('until the server is started', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const { files, builtins } = loadedAtSpawn();

  it('reads the entry and the bundle', () => {
    expect(files).toEqual(['bin/mcp-shield.js', 'dist/mcp-shield.cjs']);
  });

  it('loads no more of Node.js than it needs', () => {
    // 2 to 10 ms each.
    const dear =
      /^(?:crypto|worker_threads|net|tls|http|https|zlib|readline|inspector|fs\/promises)$/;
    expect(builtins.filter((name) => dear.test(name))).toEqual([]);
    expect(builtins.length).toBeLessThanOrEqual(30);
  });

  /** What was loaded since Node.js itself was ready and had its `child_process`. */
  function loadedAtSpawn(): { files: string[]; builtins: string[] } {
    const hook = fileURLToPath(new URL('fixtures/loaded-at-spawn.cjs', import.meta.url));
    const args = ['-r', hook, 'bin/mcp-shield.js', '--no-log-file', '--', 'node', '-e', '0'];
    const { output } = spawnSync(process.execPath, args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    return JSON.parse(output[3] ?? '');
  }
});

describe('a chunk of many messages', () => {
  const count = 300;
  const lines = (line: (index: number) => string): Buffer =>
    // Memory of its own, as a chunk that was read has it.
    Buffer.from(
      new TextEncoder().encode(Array.from({ length: count }, (_, i) => line(i)).join('')),
    );
  const notification = (index: number): string =>
    `{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"é ${index}"}}\n`;

  it('leaves as one slice of itself', () => {
    const { step } = greeted();
    const chunk = lines(notification);
    const effects = step({ type: 'server-sent', generation: 1, chunk });
    expect(effects.map(({ type }) => type)).toEqual(['to-client']);
    const [slice, ...more] = mergeNeighbours(partsOf(effects));
    expect(more).toEqual([]);
    expect(slice?.buffer).toBe(chunk.buffer);
    expect(slice).toEqual(chunk);
  });

  it('is looked at twice at most for its encoding', () => {
    const { step, lookedAt } = greeted();
    const chunk = lines(notification);
    const before = lookedAt();
    step({ type: 'server-sent', generation: 1, chunk });
    const after = lookedAt();
    expect(after.bytes - before.bytes).toBeLessThanOrEqual(chunk.length);
    expect(after.calls - before.calls).toBeLessThanOrEqual(2);
  });

  it('of a client goes on as one slice of itself, too', () => {
    const { step } = greeted();
    const chunk = lines(
      (id) => `{"jsonrpc":"2.0","id":${id + 1},"method":"tools/call","params":{"name":"x"}}\n`,
    );
    const effects = step({ type: 'client-sent', chunk });
    expect(effects.map(({ type }) => type)).toEqual(['to-server']);
    expect(mergeNeighbours(partsOf(effects))).toHaveLength(1);
  });
});

describe('a long message', () => {
  it('is looked at once for its encoding, as a whole', () => {
    const { step, lookedAt } = greeted();
    const head = '{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"';
    const message = Buffer.from(`${head}${'long text\\n '.repeat(100_000)}"}}\n`);
    const before = lookedAt();
    const effects: ShieldEffect[] = [];
    for (let at = 0; at < message.length; at += 65_536) {
      const chunk = Buffer.from(message.subarray(at, at + 65_536));
      effects.push(...step({ type: 'server-sent', generation: 1, chunk }));
    }
    expect(partsOf(effects).map((part) => part.equals(message))).toEqual([true]);
    const after = lookedAt();
    expect(after).toEqual({ calls: before.calls + 1, bytes: before.bytes + message.length });
  });
});

describe('a server that was killed and had said nothing', () => {
  it('is explained without a search for words', () => {
    let searches = 0;
    const counted = (pattern: RegExp): RegExp => {
      const copy = new RegExp(pattern);
      copy.exec = (text) => {
        searches += 1;
        return RegExp.prototype.exec.call(copy, text);
      };
      copy[Symbol.matchAll] = (text) => {
        searches += 1;
        return RegExp.prototype[Symbol.matchAll].call(pattern, text);
      };
      return copy;
    };
    const rules = allRules().map(({ sees, ...rule }) => {
      const { text, also, ...rest } = sees;
      const words = text === undefined ? {} : { text: text.map(counted) };
      return { ...rule, sees: { ...rest, ...words, ...(also && { also: counted(also) }) } };
    });
    const killed = {
      command: ['server'],
      phase: 'session',
      exitCode: null,
      signal: 'SIGKILL',
      uptimeMs: 1_000,
      stdout: '',
      platform: 'linux',
      cwd: '/',
    } as const;
    expect(matching(rules, readFacts({ ...killed, stderr: '' }))).not.toEqual([]);
    expect(searches).toBe(0);
    matching(rules, readFacts({ ...killed, stderr: 'ready' }));
    expect(searches).toBeGreaterThan(0);
  });
});

/** A session that is open. */
function greeted() {
  const looks = { calls: 0, bytes: 0 };
  const shield = createShield(
    {
      restarts: 5,
      restartWindowMs: 60_000,
      backoffInitialMs: 250,
      backoffMaxMs: 30_000,
      retry: 'reads',
      requestTimeoutMs: 0,
      restartHung: 0,
      maxMessageBytes: 10_000_000,
      noise: 'stderr',
      seed: 1,
      command: ['server'],
    },
    {
      ...surroundings,
      isUtf8: (bytes) => {
        looks.calls += 1;
        looks.bytes += bytes.length;
        return isUtf8(bytes);
      },
    },
  );
  const step = (event: ShieldEvent) => shield.step(event, 0);
  const hello =
    '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18"}}\n';
  const answer =
    '{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-06-18","capabilities":{}}}\n';
  step({ type: 'started' });
  step({ type: 'server-spawned', generation: 1, pid: 1 });
  step({ type: 'client-sent', chunk: Buffer.from(hello) });
  step({ type: 'server-sent', generation: 1, chunk: Buffer.from(answer) });
  const ready = '{"jsonrpc":"2.0","method":"notifications/initialized"}\n';
  step({ type: 'client-sent', chunk: Buffer.from(ready) });
  return { step, lookedAt: () => ({ ...looks }) };
}

function partsOf(effects: readonly ShieldEffect[]): Buffer[] {
  return effects.flatMap((effect) => ('parts' in effect ? [...effect.parts] : []));
}
