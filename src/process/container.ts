/**
 * The container of each life: `docker run` starts it and may be killed without it, so it is ended
 * by its id, which the runtime writes into a file. By us, and by the guard if we are killed. Loaded
 * only for commands that start one. Never touches a container whose id did not come that way.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as elapsed } from 'node:timers/promises';
import { runnerLimits } from '../base/limits.ts';
import { programOf } from '../resolve/containers/container-run.ts';
import { type ContainerStart, containerStart } from '../resolve/containers/container-start.ts';
import { containerPromise } from './container-promise.ts';
import type { Guard } from './guard.ts';
import type { Container, Containers } from './server-process.ts';
import type { Startable } from './spawn.ts';

/** Undefined if the command starts no container that could be ended by its id. */
export function createContainers(
  command: readonly string[],
  path: string | undefined,
): Containers | undefined {
  const name = `${process.pid}-${randomBytes(4).toString('hex')}`;
  const idFile = join(runtimeDirectory(), `${name}.cid`);
  const start = containerStart(command, idFile);
  if (start === undefined || !canWrite(start, path)) return undefined;
  const isOurs = start.usersIdFile === undefined;
  if (isOurs && !makePrivateDirectory(dirname(idFile))) return undefined;
  let count = 0;
  let lastId: string | undefined;
  return {
    command: start.command,
    begin(asked, guard) {
      count += 1;
      const file = isOurs
        ? `${idFile.slice(0, -4)}-${count}.cid`
        : resolve(asked.cwd ?? '', start.usersIdFile ?? '');
      const before = readId(file);
      // The user's file with the id of our last life: the runtime would refuse to start.
      if (before !== undefined && before === lastId) rmSync(file, { force: true });
      const args = isOurs ? asked.args.map((word) => word.replaceAll(idFile, file)) : asked.args;
      return live({
        start: atPlace(start, asked.file),
        startable: { ...asked, args },
        guard,
        idFile: file,
        isOurs,
        before,
        known: (id) => {
          lastId = id;
        },
      });
    },
  };
}

interface ContainerLife {
  readonly start: ContainerStart;
  readonly startable: Startable;
  readonly guard: Pick<Guard, 'promise'>;
  readonly idFile: string;
  readonly isOurs: boolean;
  /** What stood there already is the id of a stranger. */
  readonly before: string | undefined;
  readonly known: (id: string) => void;
}

function live(life: ContainerLife): Container {
  const { start, startable, guard, idFile, isOurs, before } = life;
  const promise = guard.promise(containerPromise(life));
  let id: string | undefined;
  let ended: Promise<void> | undefined;

  const look = (): string | undefined => {
    if (id !== undefined) return id;
    const found = readId(idFile);
    if (found === undefined || found === before) return undefined;
    id = found;
    life.known(id);
    return id;
  };

  const endById = async (): Promise<void> => {
    const known = look();
    if (known !== undefined) {
      await perform(start.toContainer(['kill'], known), startable);
      if (start.removes) await perform(start.toContainer(['rm', '-f'], known), startable);
    }
    if (isOurs) rmSync(idFile, { force: true });
    promise.over();
  };

  return {
    startable,
    async known() {
      const until = performance.now() + runnerLimits.containerIdMs;
      while (look() === undefined && performance.now() < until) {
        await elapsed(runnerLimits.containerIdPollMs);
      }
    },
    end() {
      ended ??= Promise.race([endById(), elapsed(runnerLimits.containerEndMs, undefined)]);
      return ended;
    },
  };
}

/** The program was looked for before, in more places than PATH. */
function atPlace(start: ContainerStart, file: string): ContainerStart {
  return {
    ...start,
    toContainer(verb, id) {
      const [program = '', ...rest] = start.toContainer(verb, id);
      return [programOf(program) === programOf(file) ? file : program, ...rest];
    },
  };
}

/** Resolves when it is over, however it went: a container that is gone already is no error. */
function perform(words: readonly string[], { env, cwd }: Startable): Promise<void> {
  const [file = '', ...args] = words;
  return new Promise((done) => {
    try {
      const child = spawn(file, args, {
        cwd,
        env,
        // Without a terminal sudo fails, instead of asking for a password.
        detached: process.platform !== 'win32',
        stdio: 'ignore',
        windowsHide: true,
      });
      child.once('error', () => done());
      child.once('exit', () => done());
    } catch {
      done();
    }
  });
}

function readId(file: string): string | undefined {
  try {
    return /^[0-9a-f]{12,}$/.exec(readFileSync(file, 'latin1').trim())?.[0];
  } catch {
    return undefined;
  }
}

/** `XDG_RUNTIME_DIR`, which ends with the login as containers of that user do. */
function runtimeDirectory(): string {
  const given = process.env['XDG_RUNTIME_DIR'];
  if (given?.startsWith('/') && lstatSync(given, { throwIfNoEntry: false })?.isDirectory()) {
    return join(given, 'mcp-shield');
  }
  return join(tmpdir(), `mcp-shield-${process.getuid?.() ?? 'containers'}`);
}

/** False if it cannot be made, or is somebody else's: what stands in its files is believed. */
function makePrivateDirectory(directory: string): boolean {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch {
    // It is there already, or not: seen below.
  }
  const found = lstatSync(directory, { throwIfNoEntry: false });
  if (found?.isDirectory() !== true) return false;
  if (process.platform === 'win32') return true;
  return found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

/**
 * A docker in a snap has a /tmp of its own, and nerdctl outside Linux runs in a virtual machine:
 * they would refuse to start rather than write our file.
 */
function canWrite({ runtime, usersIdFile }: ContainerStart, path: string | undefined): boolean {
  if (usersIdFile !== undefined) return true;
  if (runtime === 'nerdctl') return process.platform === 'linux';
  if (process.platform !== 'linux') return true;
  return !(path ?? '').split(delimiter).some((directory) => isSnap(join(directory, runtime)));
}

function isSnap(file: string): boolean {
  try {
    return /^\/(?:snap|var\/lib\/snapd)\/|\/snap$/.test(realpathSync(file));
  } catch {
    return false;
  }
}
