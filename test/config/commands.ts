/**
 * The commands as a user on this machine would run them: a home of their own, real files, and what
 * they print.
 */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { clients } from '../../src/cli/clients.ts';
import type { ConfigDeps } from '../../src/cli/config/deps.ts';
import { unwrap } from '../../src/cli/unwrap.ts';
import { wrap } from '../../src/cli/wrap.ts';
import { type FileSystem, realFileSystem } from '../../src/client-files/file-system.ts';
import { thisMachine } from '../../src/resolve/this-machine.ts';

const commands = { wrap, unwrap, clients };

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class User {
  readonly home = realpathSync(mkdtempSync(join(tmpdir(), 'mcp-shield-home-')));
  /** The project in which the commands are run. */
  readonly project = join(this.home, 'project');
  readonly environment: Record<string, string> = { PATH: '/usr/bin:/bin' };
  fs: FileSystem = realFileSystem;
  #directory = '';

  constructor() {
    mkdirSync(this.project);
  }

  /** The same user in a directory of the project. */
  in(directory: string): User {
    this.#directory = directory;
    return this;
  }

  /** Throws what the command throws. */
  run(name: keyof typeof commands, ...args: readonly string[]): Ran {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const code = commands[name](args, { ...this.deps(), world: { stdout, stderr } });
    return { code, stdout: read(stdout), stderr: read(stderr) };
  }

  /** What a command gets; what it prints is lost. */
  deps(): ConfigDeps {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    return {
      world: { stdout, stderr },
      environment: this.environment,
      machine: { ...thisMachine(), home: this.home, cwd: join(this.project, this.#directory) },
      fs: this.fs,
      backups: join(this.home, '.state'),
      self: {
        script: '/opt/mcp-shield/bin/mcp-shield.js',
        isSingleExecutable: false,
        version: '1.2.3',
      },
    };
  }

  /** Below the home; returns the whole path. */
  write(file: string, content: string | Buffer): string {
    const path = join(this.home, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  read(file: string): string {
    return readFileSync(join(this.home, file), 'utf8');
  }

  leave(): void {
    rmSync(this.home, { recursive: true });
  }
}

/** All of it: from Node.js 26 on a `read` gives one chunk. */
function read(stream: PassThrough): string {
  const chunks: Buffer[] = [];
  for (let chunk = stream.read(); chunk !== null; chunk = stream.read()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
