/**
 * Messages as the simulated ends build and read them: plain values and `JSON.parse`, on purpose
 * not the readers of the product.
 */

export type WireId = number | string | null;
export type Params = Readonly<Record<string, unknown>>;

export interface Packet {
  readonly jsonrpc: '2.0';
  readonly id?: WireId;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: Params;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: Params };
}

/** Keeps 1 and "1" apart. */
export function keyOf(id: WireId | undefined): string {
  return JSON.stringify(id ?? null);
}

export function lineOf(packet: Packet | readonly Packet[]): string {
  return `${JSON.stringify(packet)}\n`;
}

export function request(id: WireId, method: string, params?: Params): Packet {
  return params === undefined
    ? { jsonrpc: '2.0', id, method }
    : { jsonrpc: '2.0', id, method, params };
}

export function notification(method: string, params?: Params): Packet {
  return params === undefined ? { jsonrpc: '2.0', method } : { jsonrpc: '2.0', method, params };
}

export function result(id: WireId, value: Params): Packet {
  return { jsonrpc: '2.0', id, result: value };
}

export function failure(id: WireId, code: number, message: string): Packet {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

/** The messages of a line; undefined if it is not JSON of this kind. */
export function packetsOf(line: string): Packet[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const all = list.every((member) => isPacket(member));
  return all && list.length > 0 ? (list as Packet[]) : undefined;
}

function isPacket(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const { jsonrpc, method, result, error } = value as Packet;
  if (jsonrpc !== '2.0') return false;
  return typeof method === 'string' || (result === undefined) !== (error === undefined);
}

export function isAnswer(packet: Packet): boolean {
  return packet.method === undefined;
}

/** Before the body of a frame, which is a line of its own. */
export function isFrameHeader(line: string): boolean {
  return /^Content-Length: \d+\r$|^\r$/.test(line);
}

/** Cuts chunks into lines without their newlines. */
export class Lines {
  #rest: Buffer[] = [];

  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let start = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, start)) {
      this.#rest.push(chunk.subarray(start, at));
      lines.push(Buffer.concat(this.#rest).toString());
      this.#rest = [];
      start = at + 1;
    }
    if (start < chunk.length) this.#rest.push(chunk.subarray(start));
    return lines;
  }

  /** What came after the last newline. */
  get rest(): string {
    return Buffer.concat(this.#rest).toString();
  }
}

const versionKey = 'io.modelcontextprotocol/protocolVersion';
export const subscriptionKey = 'io.modelcontextprotocol/subscriptionId';

/** What every modern request carries. */
export const envelope: Params = {
  [versionKey]: '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'simulated', version: '1' },
};

export function hasEnvelope({ params }: Packet): boolean {
  return metaOf(params)?.[versionKey] !== undefined;
}

export function metaOf(params: Params | undefined): Params | undefined {
  return params?.['_meta'] as Params | undefined;
}
