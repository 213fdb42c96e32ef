/**
 * What `doctor` was asked for. Its words follow those of every command: options first, and behind
 * `--` everything belongs to the server.
 */
import { parseArgs } from 'node:util';
import { wrongUsage } from '../command-line.ts';

export interface DoctorRequest {
  readonly json: boolean;
  readonly target:
    | { readonly kind: 'command'; readonly command: readonly string[] }
    /** All servers of one client or file; of all clients if it is undefined. */
    | { readonly kind: 'configured'; readonly where: string | undefined };
}

const usage = 'mcp-shield doctor [--json] [<client|file> | -- <command> [args…]]';

/** `words` without `doctor`. Throws wrong usage. */
export function readDoctorRequest(words: readonly string[]): DoctorRequest {
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const command = end < 0 ? undefined : words.slice(end + 1);
  const options = { json: { type: 'boolean' } } as const;
  const { tokens } = parseArgs({ args: [...own], options, strict: false, tokens: true });
  const names: string[] = [];
  let json = false;
  for (const token of tokens) {
    if (token.kind === 'positional') names.push(token.value);
    else if (token.kind === 'option' && token.name === 'json' && token.value === undefined) {
      json = true;
    } else if (token.kind === 'option') {
      throw wrongUsage(`doctor knows no ${token.rawName}: write ${usage}`);
    }
  }
  return { json, target: readTarget(names, command) };
}

function readTarget(
  names: readonly string[],
  command: readonly string[] | undefined,
): DoctorRequest['target'] {
  const [where, ...more] = names;
  if (command !== undefined) {
    if (where !== undefined) throw wrongUsage(`either ${where} or a command behind --: ${usage}`);
    if (command.length === 0 || command[0] === '') {
      throw wrongUsage(`no server command behind --: write ${usage}`);
    }
    return { kind: 'command', command };
  }
  if (more.length > 0) {
    throw wrongUsage(
      `to examine a command write it behind --: mcp-shield doctor -- ${names.join(' ')}`,
    );
  }
  return { kind: 'configured', where };
}
