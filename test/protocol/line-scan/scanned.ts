/** Runs the line scanner over chunks and collects what it says, in offsets of the stream. */

import { fieldCount, fields } from '../../../src/protocol/line-scan/line-record.ts';
import { type LineScanner, openLineScanner } from '../../../src/protocol/line-scan/line-scan.ts';

type FieldName = keyof typeof fields;
export type LineRecord = Readonly<Record<FieldName, number>>;

const names = Object.keys(fields) as FieldName[];

/** This machine has WebAssembly; were there none, every test here would be about nothing. */
export function scannerHere(): LineScanner {
  const scanner = openLineScanner();
  if (scanner === undefined) throw new Error('no line scanner on this machine');
  return scanner;
}

/** The records of the lines that end in `chunks`; `end` counts from the start of the first. */
export function scanned(scanner: LineScanner, chunks: readonly Uint8Array[]): LineRecord[] {
  const records: LineRecord[] = [];
  let chunkAt = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at = scanner.scannedTo) {
      const count = scanner.scan(chunk, at);
      for (let line = 0; line < count; line += 1) {
        const record = recordOf(scanner, line);
        records.push({ ...record, end: chunkAt + record.end });
      }
    }
    chunkAt += chunk.length;
  }
  return records;
}

function recordOf({ table }: LineScanner, line: number): LineRecord {
  const entries = names.map((name) => [name, table[line * fieldCount + fields[name]] ?? 0]);
  return Object.fromEntries(entries) as LineRecord;
}

/** The record of one whole line that is scanned by itself. */
export function scannedAlone(scanner: LineScanner, line: Uint8Array): LineRecord {
  scanner.restart();
  const [record, ...more] = scanned(scanner, [line]);
  if (record === undefined || more.length > 0) throw new Error('not one line');
  return record;
}

/** `bytes` in pieces; a size of 0 counts as 1, the last size goes on to the end. */
export function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const size = Math.max(1, sizes[Math.min(index, sizes.length - 1)] ?? bytes.length);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}
