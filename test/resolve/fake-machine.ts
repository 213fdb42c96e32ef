/**
 * A machine in memory: any platform on any other. Counts what costs time, so that a test can say
 * that nothing was listed and nobody was asked.
 */
import path from 'node:path';
import type { Machine, ProgramCall } from '../../src/resolve/machine.ts';
import type { CommandRequest } from '../../src/resolve/resolution.ts';

export interface FakeFacts {
  readonly platform: NodeJS.Platform;
  /** Path → content. */
  readonly files: Readonly<Record<string, string>>;
  readonly home?: string;
  readonly cwd?: string;
  readonly gone?: boolean;
  readonly execPath?: string;
  readonly nodeVersion?: string;
  /** Path → ms since 1970; of others it is 0. */
  readonly changed?: Readonly<Record<string, number>>;
  readonly notExecutable?: readonly string[];
  readonly readOnly?: readonly string[];
  readonly links?: Readonly<Record<string, string>>;
  readonly answers?: (question: ProgramCall) => string | undefined;
}

export interface FakeMachine extends Machine {
  readonly listed: string[];
  readonly asked: ProgramCall[];
}

export function fakeMachine(facts: FakeFacts): FakeMachine {
  const windows = facts.platform === 'win32';
  const rules = windows ? path.win32 : path.posix;
  const key = (file: string): string =>
    windows ? rules.normalize(file).toLowerCase() : rules.normalize(file);
  const keyed = <Value>(record: Readonly<Record<string, Value>>): Map<string, Value> =>
    new Map(Object.entries(record).map(([name, value]) => [key(name), value]));
  const files = keyed(facts.files);
  const links = keyed(facts.links ?? {});
  const listed: string[] = [];
  const asked: ProgramCall[] = [];
  const home = facts.home ?? (windows ? 'C:\\Users\\ann' : '/home/ann');

  const realPath = (file: string): string => {
    for (const [link, target] of links) {
      if (key(file) === link) return realPath(target);
      if (key(file).startsWith(link + rules.sep)) {
        return realPath(target + key(file).slice(link.length));
      }
    }
    return rules.normalize(file);
  };
  const isFile = (file: string): boolean => files.has(key(realPath(file)));

  return {
    platform: facts.platform,
    path: rules,
    home,
    cwd: facts.gone === true ? undefined : (facts.cwd ?? home),
    execPath: facts.execPath ?? (windows ? 'C:\\sea\\mcp-shield.exe' : '/opt/sea/mcp-shield'),
    nodeVersion: facts.nodeVersion ?? 'v24.1.0',
    isFile,
    isDirectory: (directory) => {
      const inside = rules.join(rules.normalize(directory), rules.sep);
      return [...files.keys()].some((file) => file.startsWith(key(inside)));
    },
    isExecutable: (file) => isFile(file) && facts.notExecutable?.includes(file) !== true,
    isWritable: (directory) => facts.readOnly?.includes(directory) !== true,
    list: (directory) => {
      listed.push(directory);
      const inside = rules.join(rules.normalize(directory), rules.sep);
      const below = Object.keys(facts.files)
        .map((file) => rules.normalize(file))
        .filter((file) => key(file).startsWith(key(inside)));
      return [...new Set(below.map((file) => file.slice(inside.length).split(rules.sep)[0] ?? ''))];
    },
    readStart: (file, bytes) => files.get(key(realPath(file)))?.slice(0, bytes),
    realPath,
    linkTarget: (file) => links.get(key(file)),
    changedAt: (file) => facts.changed?.[file] ?? 0,
    runProgram: async (question) => {
      asked.push(question);
      return facts.answers?.(question);
    },
    listed,
    asked,
  };
}

/** A request with nothing special about it. */
export function request(
  command: string,
  args: readonly string[] = [],
  more: Partial<CommandRequest> = {},
): CommandRequest {
  return {
    file: command,
    args,
    env: {},
    cwd: undefined,
    platform: 'linux',
    shellPath: 'never',
    envFixes: false,
    ...more,
  };
}

/** What was done, for a person: the notes at `info` and above. */
export function told(resolution: {
  readonly notes: readonly { readonly level: string; readonly message: string }[];
}): string {
  return resolution.notes
    .filter(({ level }) => level !== 'debug')
    .map(({ message }) => message)
    .join('\n');
}
