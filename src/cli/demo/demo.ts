/**
 * The command `demo`: a small client and a small server that is noisy and gets killed, first bare,
 * then behind mcp-shield. Needs no network, no configuration and no other file: the server is this
 * program again, with `--server`.
 */
import { exitCodes } from '../../base/errors.ts';
import type { World } from '../../runner/world.ts';
import { readOwnArgs } from '../command-args.ts';
import type { Self } from '../config/shield-command.ts';
import { variablePrefix } from '../options.ts';
import { startSmallClient } from './small-client.ts';
import { serveDemo } from './small-server.ts';
import { tellDemo } from './tell-demo.ts';
import { createTranscript } from './transcript.ts';

export interface DemoDeps {
  readonly world: World;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly self: Self;
}

const introduction =
  'A small MCP client talks to a small MCP server, both of mcp-shield. The server prints banners, ' +
  'log lines and colours on stdout, and is killed while it works for the client.';

/** Without a trace of the demo among the logs and memories of real servers. */
const traceless = ['--no-log-file', '--no-memory'];

/** Resolves with the exit code: 1 if something was not seen that the demo claims. */
export async function demo(args: readonly string[], deps: DemoDeps): Promise<number> {
  const { world, environment } = deps;
  if (readOwnArgs('demo', args, 0).options.has('server')) {
    await serveDemo(world);
    return exitCodes.done;
  }
  const shield = ownProgram(deps.self);
  const server = [...shield, 'demo', '--server'];
  // Nor does Node.js, or what loads the parts of mcp-shield: a demo leaves nothing.
  const env = { ...withoutOptions(environment), NODE_DISABLE_COMPILE_CACHE: '1' };
  const cast = {
    introduction,
    bare: { shown: 'mcp-shield demo --server', open: () => startSmallClient(server, env) },
    shielded: {
      shown: 'mcp-shield -- mcp-shield demo --server',
      open: () => startSmallClient([...shield, ...traceless, '--', ...server], env),
    },
  };
  const seen = await tellDemo(cast, createTranscript(world.stdout, environment));
  return seen ? exitCodes.done : exitCodes.problemsFound;
}

function ownProgram({ script, isSingleExecutable }: Self): readonly string[] {
  return isSingleExecutable ? [process.execPath] : [process.execPath, script];
}

/** The demo shows what holds without options of yours. */
function withoutOptions(environment: DemoDeps['environment']): DemoDeps['environment'] {
  const all = Object.entries(environment);
  return Object.fromEntries(all.filter(([name]) => !name.startsWith(variablePrefix)));
}
