/**
 * What an earlier run has left about the server of a world: nothing, the truth, or what was true
 * before the server changed; and what this run leaves. Stands for the files of the runner.
 */

import type { Remembered } from '../../src/session/memory.ts';
import type { Habits } from './habits.ts';
import { failure, type Packet, type Params, result } from './packet.ts';
import type { RecallPlan, ServerPlan } from './plan.ts';

export interface RecallDeps {
  readonly plan: RecallPlan;
  readonly server: ServerPlan;
  readonly habits: Habits;
}

export class Recall {
  readonly #deps: RecallDeps;
  readonly #written = new Map<string, Remembered>();

  constructor(deps: RecallDeps) {
    this.#deps = deps;
  }

  write(client: string, remembered: Remembered): void {
    this.#written.set(client, remembered);
  }

  forget(client: string): void {
    this.#written.delete(client);
  }

  read(client: string): Remembered | undefined {
    const { plan, server } = this.#deps;
    const written = this.#written.get(client);
    if (written !== undefined || plan === 'nothing') return written;
    if (client.startsWith('initialize ')) {
      return server.kind === 'modern' ? undefined : this.#legacy();
    }
    return server.kind === 'legacy' ? probed : this.#modern();
  }

  #legacy(): Remembered {
    const { server, habits, plan } = this.#deps;
    const { protocolVersion, listChanged } = server;
    const old = plan === 'old' ? { instructions: 'as before' } : {};
    const gone = plan === 'old' ? { prompts: {} } : {};
    const capabilities = {
      ...{ tools: { listChanged }, resources: { subscribe: true }, logging: {} },
      ...gone,
    };
    const version = habits.isVersionless ? {} : { protocolVersion };
    const serverInfo = { name: 'simulated', version: '1' };
    const greeting = result(1, { ...version, capabilities, serverInfo, ...old });
    return { initialize: textOf(greeting), lists: this.#lists({}) };
  }

  #modern(): Remembered {
    const complete = { resultType: 'complete' };
    const supportedVersions = ['2026-07-28'];
    const old = this.#deps.plan === 'old' ? { instructions: 'as before' } : {};
    const found = { ...complete, supportedVersions, capabilities: {}, ...old };
    return { discover: textOf(result(1, found)), lists: this.#lists(complete) };
  }

  /** Two pages, as the servers here have them; the old ones name a tool that is gone. */
  #lists(complete: Params): Remembered['lists'] {
    const description = this.#deps.plan === 'old' ? 'version 999' : 'version 1';
    const first = { name: 'write', description, inputSchema: { type: 'object' } };
    const others = [
      { name: 'look', inputSchema: {}, annotations: { readOnlyHint: true } },
      { name: 'again', inputSchema: {}, annotations: { idempotentHint: true } },
    ];
    const pages = [
      { ...complete, tools: [first], nextCursor: 'page 2' },
      { ...complete, tools: others },
    ];
    const [one = {}, two = {}] = pages;
    return {
      'tools/list': [
        { cursor: null, answer: textOf(result(1, one)) },
        { cursor: 'page 2', answer: textOf(result(1, two)) },
      ],
    };
  }
}

const probed: Remembered = {
  discover: textOf(failure(1, -32601, 'Method not found')),
  lists: {},
};

function textOf(answer: Packet): readonly [string, string] {
  const { jsonrpc, id, ...outcome } = answer;
  return [`{"jsonrpc":"${jsonrpc}","id":`, `,${JSON.stringify(outcome).slice(1)}\n`];
}

/** The answers in it, as onlookers know them: the text without the id. */
export function outcomesIn({ initialize, discover, lists }: Remembered): Packet[] {
  const texts = [
    initialize,
    discover,
    ...Object.values(lists)
      .flat()
      .map((page) => page.answer),
  ];
  return texts
    .filter((text) => text !== undefined)
    .map(([before, after]) => JSON.parse(`${before}1${after}`) as Packet);
}
