/**
 * How `mcp-shield tail` asks a running shield to be shown its messages: a small file beside the
 * status file, which names a socket of the asker. So a shield that nobody looks at opens nothing
 * and listens to nobody. What is in such a file may be of anybody: it is read as such.
 */
import { join } from 'node:path';
import { statusLimits } from '../../base/limits.ts';
import { isBoolean, isNumber, isObjectWith, isOneOf, isText } from '../../base/shape.ts';
import { readOwnJson } from '../../log/own-file.ts';

/** Raised when a shield of today could misread a request of tomorrow. */
export const viewFormat = 1;

export interface ViewRequest {
  readonly format: typeof viewFormat;
  /** Of whoever looks. */
  readonly pid: number;
  /** A socket, or on Windows a named pipe. */
  readonly address: string;
  /** Whole messages are wanted, without their secrets. */
  readonly contents: boolean;
}

const isRequest = isObjectWith({
  format: isOneOf(viewFormat),
  pid: isNumber,
  address: isText,
  contents: isBoolean,
});

/** The file in which the shield with this process id is asked. */
export function viewRequestFile(directory: string, pid: number): string {
  return join(directory, `${pid}.view`);
}

/** Undefined: there is none, or it is not one of this user and version. */
export function readViewRequest(path: string): ViewRequest | undefined {
  const value = readOwnJson(path, statusLimits.viewRequestBytesMax);
  return isRequest(value) ? (value as unknown as ViewRequest) : undefined;
}
