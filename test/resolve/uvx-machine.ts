/** A machine in memory with uv and environments in its cache; tests change what they are about. */
import { type PastRunner, pastRunner } from '../../src/resolve/direct/direct-start.ts';
import { type FakeFacts, fakeMachine } from './fake-machine.ts';

export const home = '/home/ann';
export const cache = `${home}/.cache/uv`;
export const usualEnv = { HOME: home, PATH: '/usr/bin' };

/** Distributions: `name-version` → what it requires. */
export function environment(
  id: string,
  distributions: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
  root = `${cache}/environments-v2/python/${id}`,
): Record<string, string> {
  const site = `${root}/lib/python3.12/site-packages`;
  const infos = Object.entries(distributions).map(([name, requires]) => [
    `${site}/${name}.dist-info/METADATA`,
    `Name: x\n${requires}\n\nDescription\nRequires-Dist: of-no-one\n`,
  ]);
  const files = Object.entries(more).map(([name, text]) => [`${site}/${name}`, text]);
  return {
    [`${root}/bin/python`]: '\x7fELF',
    [`${root}/bin/a-server`]: '#!/usr/bin/python\n',
    ...Object.fromEntries([...infos, ...files]),
  };
}

export interface UvxCommand {
  /** `uvx`, `uv` or a path. */
  readonly runner?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly tags?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  readonly facts?: Partial<FakeFacts>;
}

export const plain = environment('1', {
  'a_server-1.0': 'Requires-Dist: mcp[cli]>=1 ; extra != "x"',
  'mcp-1.2': '',
});
/** The program of it. */
export const server = `${cache}/environments-v2/python/1/bin/a-server`;

/** What becomes of `uvx a-server`. */
export function started(command: UvxCommand = {}): PastRunner {
  const { runner = 'uvx', args = ['a-server'], env = usualEnv, facts, tags } = command;
  const uv = { '/usr/bin/uvx': '\x7fELF', '/usr/bin/uv': '\x7fELF' };
  const files = { ...uv, ...(command.files ?? plain) };
  const machine = fakeMachine({ platform: 'linux', files, ...facts });
  const file = runner.includes('/') ? runner : `/usr/bin/${runner}`;
  const resolution = { file, args, env, cwd: command.cwd, notes: [] };
  return tags === undefined
    ? pastRunner(resolution, machine)
    : pastRunner(resolution, machine, { tags });
}

/** The file that is started, why it is left to uvx, or `absent`. */
export function outcome(command: UvxCommand = {}): string {
  const found = started(command);
  if (found.kind === 'direct') return found.resolution.file;
  return found.kind === 'left' ? found.why : found.kind;
}
