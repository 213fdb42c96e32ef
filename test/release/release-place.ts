/**
 * A place to download from, with the files of a small release: what stands for an executable is a
 * shell script that says its version. As a directory, and over HTTP on this machine.
 */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';

export interface ReleasePlace {
  readonly directory: string;
  readonly url: string;
  /** Paths, in the order in which they were asked for. */
  readonly asked: string[];
  /** Writes a file and its line of SHA256SUMS; `sum` is another one than the file's. */
  readonly put: (name: string, content: string, sum?: string) => void;
  /** What a release has for a target. */
  readonly putExecutable: (target: string, version: string) => void;
  readonly close: () => Promise<void>;
}

export function scriptThatSays(version: string): string {
  return `#!/bin/sh\necho ${version}\n`;
}

export async function openReleasePlace(): Promise<ReleasePlace> {
  const directory = mkdtempSync(join(tmpdir(), 'release-'));
  const asked: string[] = [];
  const sums = new Map<string, string>();
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    try {
      response.end(readFileSync(join(directory, url)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;

  const list = (name: string, sum = sumOf(join(directory, name))): void => {
    sums.set(name, sum);
    const lines = [...sums].map(([file, digest]) => `${digest}  ${file}\n`);
    writeFileSync(join(directory, 'SHA256SUMS'), lines.join(''));
  };
  return {
    directory,
    url: `http://127.0.0.1:${port}`,
    asked,
    put(name, content, sum) {
      writeFileSync(join(directory, name), content);
      list(name, sum);
    },
    putExecutable(target, version) {
      writeFileSync(join(directory, `mcp-shield-${target}`), scriptThatSays(version));
      list(`mcp-shield-${target}`);
      const name = `mcp-shield-${version}-${target}`;
      mkdirSync(join(directory, name));
      writeFileSync(join(directory, name, 'mcp-shield'), scriptThatSays(version));
      chmodSync(join(directory, name, 'mcp-shield'), 0o755);
      execaSync('tar', ['-cJf', `${name}.tar.xz`, name], { cwd: directory });
      rmSync(join(directory, name), { recursive: true });
      list(`${name}.tar.xz`);
    },
    async close() {
      await new Promise((closed) => server.close(closed));
      rmSync(directory, { recursive: true });
    },
  };
}

function sumOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
