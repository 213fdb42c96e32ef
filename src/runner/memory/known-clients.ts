/**
 * What clients on this machine have said of themselves, so that a server can be made known to them
 * before they ask. One small file, for its owner alone. Knows no server.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryLimits } from '../../base/limits.ts';
import { isListOf, isObjectWith, isOneOf, isText } from '../../base/shape.ts';
import { memoryFormat } from './server-key.ts';

export interface KnownClient {
  /** Of the era with a handshake, or of the one without. */
  readonly kind: 'initialize' | '_meta';
  /** The parameters of `initialize`, or the `_meta` of each request. */
  readonly said: Readonly<Record<string, unknown>>;
}

const fileName = 'clients.json';
const isKnown = isObjectWith({
  format: isOneOf(memoryFormat),
  clients: isListOf(isText),
});

/** The last ones first. */
export function readKnownClients(directory: string): readonly KnownClient[] {
  return readTexts(directory).flatMap((text) => {
    const kind = text.startsWith('initialize ') ? 'initialize' : '_meta';
    try {
      const said = JSON.parse(text.slice(text.indexOf(' ') + 1)) as unknown;
      const isObject = typeof said === 'object' && said !== null;
      return isObject ? [{ kind, said: said as KnownClient['said'] } as const] : [];
    } catch {
      return [];
    }
  });
}

/** `client` as the core tells clients apart. Throws where the file cannot be written. */
export function noteClient(directory: string, client: string): void {
  const before = readTexts(directory);
  if (before[0] === client) return;
  const others = before.filter((text) => text !== client);
  const clients = [client, ...others].slice(0, memoryLimits.clientsMax);
  const path = join(directory, fileName);
  const beside = `${path}.${process.pid.toString(36)}.new`;
  try {
    writeFileSync(beside, JSON.stringify({ format: memoryFormat, clients }), { mode: 0o600 });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function readTexts(directory: string): readonly string[] {
  try {
    const value = JSON.parse(readFileSync(join(directory, fileName), 'utf8')) as unknown;
    return isKnown(value) ? (value as { clients: string[] }).clients : [];
  } catch {
    return [];
  }
}
