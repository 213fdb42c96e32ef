/**
 * What is done with one process: greeted in one era, asked for its tools, ended. Two of them make
 * an examination: servers remember the era of the first message.
 */
import { examineLimits, sessionLimits } from '../base/limits.ts';
import type { Ending, Tools, Trial } from '../diagnose/checkup/observed.ts';
import type { Evidence } from '../diagnose/evidence.ts';
import type { Containers } from '../process/server-process.ts';
import type { Startable } from '../process/spawn.ts';
import { metaKeys, revisions } from '../protocol/revisions.ts';
import { ProbedServer } from './probed-server.ts';
import type { ProcessRegistry } from './process-registry.ts';

/** What the evidence says of the command, whatever comes of it. */
export type KnownEvidence = Pick<
  Evidence,
  'command' | 'platform' | 'cwd' | 'resolvedCommand' | 'versions'
>;

export interface ProbeDeps {
  readonly startable: Startable;
  readonly known: KnownEvidence;
  readonly registry: ProcessRegistry;
  readonly containers: Containers | undefined;
}

type Said = Pick<Trial, 'greeting' | 'tools' | 'readsFramesOnly'>;

type Conversation = (server: ProbedServer) => Promise<Said>;

const clientInfo = { name: 'mcp-shield-doctor', version: '1' };

const modernMeta = {
  _meta: {
    [metaKeys.protocolVersion]: revisions.modern,
    [metaKeys.clientInfo]: clientInfo,
    [metaKeys.clientCapabilities]: {},
  },
};

/** `initialize`, tools, end of input. */
export function probeLegacy(deps: ProbeDeps): Promise<Trial> {
  return probe(deps, 'end-of-input', async (server) => {
    const params = { protocolVersion: revisions.lastLegacy, capabilities: {}, clientInfo };
    const greeting = await server.request('initialize', params, examineLimits.answerMs);
    if (greeting.kind === 'silence') {
      const framed = await server.requestFramed('initialize', params, examineLimits.framedMs);
      return { greeting, readsFramesOnly: framed.kind === 'result' };
    }
    if (greeting.kind !== 'result') return { greeting };
    server.notify('notifications/initialized');
    const tools = await countTools(server, greeting.result, {});
    await server.linger();
    return { greeting, tools };
  });
}

/** `server/discover`, tools, SIGTERM. */
export function probeModern(deps: ProbeDeps): Promise<Trial> {
  return probe(deps, 'SIGTERM', async (server) => {
    const greeting = await server.request('server/discover', modernMeta, examineLimits.discoverMs);
    if (greeting.kind !== 'result') return { greeting };
    return { greeting, tools: await countTools(server, greeting.result, modernMeta) };
  });
}

async function probe(
  { startable, known, registry, containers }: ProbeDeps,
  asked: Ending['asked'],
  converse: Conversation,
): Promise<Trial> {
  const server = new ProbedServer({ startable, containers }, registry);
  try {
    const said = await converse(server);
    const fell = server.gone;
    const before = fell ? undefined : await server.account();
    const ending = fell ? undefined : await server.end(asked);
    const account = await server.account();
    const { spawnFailure, exit, noise } = account;
    const { uptimeMs, stderr, stdout, inFlight } = before ?? account;
    const evidence: Evidence = {
      ...known,
      exitCode: fell ? (exit?.exitCode ?? null) : null,
      signal: fell ? (exit?.signal ?? null) : null,
      phase: phaseOf(said, spawnFailure !== undefined),
      uptimeMs,
      stderr,
      stdout,
      // A server that has served nothing yet did not die of what it was asked.
      inFlight: said.tools?.kind === 'counted' ? inFlight : [],
      ...(spawnFailure && { spawnErrno: spawnFailure.errno, spawnMessage: spawnFailure.message }),
    };
    return { ...said, evidence, fell, noise, ...(ending && { ending }) };
  } finally {
    server.release();
  }
}

function phaseOf({ tools }: Said, neverRan: boolean): Evidence['phase'] {
  if (neverRan) return 'start';
  return tools?.kind === 'counted' ? 'session' : 'handshake';
}

async function countTools(server: ProbedServer, greeting: unknown, meta: object): Promise<Tools> {
  if (member(member(greeting, 'capabilities'), 'tools') === undefined) return { kind: 'none' };
  let count = 0;
  let cursor: unknown;
  for (let page = 0; page < sessionLimits.listPagesMax; page += 1) {
    const params = cursor === undefined ? meta : { ...meta, cursor };
    const answer = await server.request('tools/list', params, examineLimits.answerMs);
    const tools = answer.kind === 'result' ? member(answer.result, 'tools') : undefined;
    if (answer.kind !== 'result') return { kind: 'failed', answer };
    if (!Array.isArray(tools)) {
      return { kind: 'failed', answer: { kind: 'broken', why: 'its "tools" are not a list' } };
    }
    count += tools.length;
    cursor = member(answer.result, 'nextCursor');
    if (typeof cursor !== 'string') break;
  }
  return { kind: 'counted', count };
}

function member(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null;
  return isObject ? (value as { readonly [key: string]: unknown })[name] : undefined;
}
