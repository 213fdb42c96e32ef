/**
 * One session behind mcp-shield: greets as a client, reads every list to its end, leaves. What is
 * heard is written down by the mcp-shield in between. Does not know who the client is.
 */
import { examineLimits, sessionLimits, warmLimits } from '../../base/limits.ts';
import type { Answer } from '../../diagnose/checkup/observed.ts';
import { ProbedServer } from '../../doctor/probed-server.ts';
import type { ProcessRegistry } from '../../doctor/process-registry.ts';
import { revisions } from '../../protocol/revisions.ts';
import { resolveCommand } from '../../resolve/resolve-command.ts';
import type { KnownClient } from '../../runner/memory/known-clients.ts';
import { warmVariable } from '../options.ts';
import type { WarmStart } from './servers-to-warm.ts';

export interface Warmed {
  readonly tools?: number;
  readonly ms?: number;
  /** It did not answer, for this reason. */
  readonly why?: string;
}

/** Where no client has been here yet. */
export const genericClient: KnownClient = {
  kind: 'initialize',
  said: {
    protocolVersion: revisions.lastLegacy,
    capabilities: {},
    clientInfo: { name: 'mcp-shield-warm', version: '1' },
  },
};

/** Takes as long as the server lets it, which is bounded. Never rejects. */
export async function greetOnce(
  { file, args, env, cwd }: WarmStart,
  client: KnownClient,
  registry: ProcessRegistry,
): Promise<Warmed> {
  const { platform } = process;
  const own = {
    env: { ...env, [warmVariable]: '1' },
    cwd,
    platform,
    shellPath: 'auto',
    envFixes: false,
  } as const;
  const startable = await resolveCommand({ file, args, ...own });
  if (startable.failure !== undefined) return { why: startable.failure.message };
  const begun = performance.now();
  const server = new ProbedServer({ startable, containers: undefined }, registry);
  try {
    const warmed = await converse(server, client);
    await server.end('end-of-input');
    return { ...warmed, ms: Math.round(performance.now() - begun) };
  } finally {
    server.release();
  }
}

const lists = {
  tools: ['tools/list'],
  prompts: ['prompts/list'],
  resources: ['resources/list', 'resources/templates/list'],
} as const;

async function converse(server: ProbedServer, { kind, said }: KnownClient): Promise<Warmed> {
  const isLegacy = kind === 'initialize';
  const meta = isLegacy ? {} : { _meta: said };
  const greeting = isLegacy
    ? await server.request('initialize', said, warmLimits.greetingMs)
    : await server.request('server/discover', meta, warmLimits.greetingMs);
  if (greeting.kind !== 'result') return { why: sentenceOf(greeting) };
  if (isLegacy) server.notify('notifications/initialized');
  const { capabilities } = greeting.result as { capabilities?: unknown };
  const offered = typeof capabilities === 'object' && capabilities !== null ? capabilities : {};
  let tools = 0;
  for (const [capability, methods] of Object.entries(lists)) {
    if (isLegacy && !Object.hasOwn(offered, capability)) continue;
    for (const method of methods) {
      const count = await readList(server, method, meta);
      if (method === 'tools/list') tools = count;
    }
  }
  return { tools };
}

/** How many items it has. */
async function readList(server: ProbedServer, method: string, meta: object): Promise<number> {
  let cursor: string | undefined;
  let count = 0;
  for (let page = 0; page < sessionLimits.listPagesMax; page += 1) {
    const params = cursor === undefined ? meta : { ...meta, cursor };
    const answer = await server.request(method, params, examineLimits.answerMs);
    if (answer.kind !== 'result') return count;
    const result = answer.result as Record<string, unknown>;
    const items = Object.values(result).find((value) => Array.isArray(value));
    count += Array.isArray(items) ? items.length : 0;
    const { nextCursor } = result;
    if (typeof nextCursor !== 'string') return count;
    cursor = nextCursor;
  }
  return count;
}

function sentenceOf(answer: Answer): string {
  switch (answer.kind) {
    case 'error':
      return answer.message;
    case 'silence':
      return 'it did not answer its greeting';
    default:
      return 'it ended before it answered its greeting';
  }
}
