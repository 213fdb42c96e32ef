/**
 * A registry on loopback for tests with npx: one package, whose tarball is made here, told slowly
 * or not at all if wanted. Counts what it is asked. No network.
 */

import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

export interface RegistryPackage {
  readonly name: string;
  readonly version: string;
  /** By path in the package. */
  readonly files: Readonly<Record<string, string>>;
  readonly bin: string | Readonly<Record<string, string>>;
}

export class NpmRegistry {
  readonly asked: string[] = [];
  /** Tarballs are cut off in the middle. */
  isBroken = false;
  /** Resolves before a tarball is told. */
  tarballGate: Promise<void> = Promise.resolve();
  readonly #packages = new Map<string, RegistryPackage>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const path = decodeURIComponent(request.url ?? '');
      this.asked.push(path);
      void this.#answer(path).then((answer) => {
        response.writeHead(answer === undefined ? 404 : 200);
        response.end(answer ?? '{"error":"Not found"}');
      });
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/`;
  }

  get tarballsTold(): number {
    return this.asked.filter((path) => path.endsWith('.tgz')).length;
  }

  publish(what: RegistryPackage): void {
    this.#packages.set(`${what.name}@${what.version}`, what);
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(path: string): Promise<string | Buffer | undefined> {
    const tarball = /^\/(.+)\/-\/(.+)\.tgz$/.exec(path);
    if (tarball !== null) {
      await this.tarballGate;
      const found = this.#packages.get(`${tarball[1]}@${tarball[2]}`);
      const whole = found && tarballOf(found);
      return this.isBroken ? whole?.subarray(0, whole.length / 2) : whole;
    }
    const versions = [...this.#packages.values()].filter(({ name }) => `/${name}` === path);
    const last = versions.at(-1);
    if (last === undefined) return undefined;
    return JSON.stringify({
      name: last.name,
      'dist-tags': { latest: last.version },
      versions: Object.fromEntries(versions.map((it) => [it.version, this.#manifest(it)])),
    });
  }

  #manifest(what: RegistryPackage): object {
    const { name, version, bin } = what;
    const integrity = `sha512-${createHash('sha512').update(tarballOf(what)).digest('base64')}`;
    return {
      name,
      version,
      bin,
      dist: { tarball: `${this.url}${name}/-/${version}.tgz`, integrity },
    };
  }
}

function tarballOf({ name, version, bin, files }: RegistryPackage): Buffer {
  const all = { 'package.json': JSON.stringify({ name, version, bin }), ...files };
  const entries = Object.entries(all).map(([path, text]) => entryOf(`package/${path}`, text));
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(1_024)]));
}

/** A file in the format ustar: a header of 512 bytes, then the contents in blocks of 512. */
function entryOf(path: string, text: string): Buffer {
  const contents = Buffer.from(text);
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write('0000755\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${contents.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\0', 257);
  header.write('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((512 - (contents.length % 512)) % 512);
  return Buffer.concat([header, contents, padding]);
}
