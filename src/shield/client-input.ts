/**
 * The client's bytes on their way to the session. Garbage is answered where JSON-RPC asks for it
 * and never forwarded. Decides nothing about servers.
 */

import type { LogEvent } from '../base/log-events.ts';
import { type ClientPiece, createClientSplitter } from '../filter/client-splitter.ts';
import { judgeClientLine, type Refused } from '../protocol/client-line.ts';
import { errorCodes } from '../protocol/compose.ts';
import { openLineReader } from '../protocol/line-scan/line-reader.ts';
import type { Message } from '../protocol/message.ts';
import { idNear } from '../protocol/unreadable.ts';
import { errorAnswer } from '../session/failure.ts';
import { notJson, notJsonRpc, tooLargeForUs } from './wording.ts';

export interface ClientInput {
  /** Messages of a chunk, in order; answers to garbage are written at their place. */
  read(chunk: Buffer, onMessage: (message: Message) => void): void;
  /** A last line without a newline. */
  end(onMessage: (message: Message) => void): void;
}

export interface ClientInputOptions {
  readonly maxMessageBytes: number;
  readonly isUtf8: (bytes: Buffer) => boolean;
  readonly fastAfterBytes: number | undefined;
  readonly toClient: (bytes: Buffer) => void;
  readonly warn: (
    event: LogEvent,
    message: string,
    fields: Readonly<Record<string, unknown>>,
  ) => void;
}

export function createClientInput(options: ClientInputOptions): ClientInput {
  const splitter = createClientSplitter<Message>({ ...options, openReader: openLineReader });
  const handle = (pieces: ClientPiece<Message>[], onMessage: (message: Message) => void): void => {
    for (const piece of pieces) {
      if (piece.type === 'message') onMessage(piece.message);
      else if (piece.type === 'line') handleLine(piece.bytes, options, onMessage);
      else refuseOversize(piece, options);
    }
  };
  return {
    read: (chunk, onMessage) => handle(splitter.push(chunk), onMessage),
    end: (onMessage) => handle(splitter.end(), onMessage),
  };
}

function handleLine(
  bytes: Buffer,
  options: ClientInputOptions,
  onMessage: (message: Message) => void,
): void {
  // Servers in Python end at the first byte that is no UTF-8: a repaired text is the lesser evil.
  const line = judgeClientLine(options.isUtf8(bytes) ? bytes : Buffer.from(bytes.toString()));
  switch (line.kind) {
    case 'blank':
      return;
    case 'message':
      onMessage(line.message);
      return;
    case 'refused':
      refuseGarbage(line, options);
      return;
    case 'mixed':
      for (const member of line.members) {
        if (member.kind === 'refused') refuseGarbage(member, options);
        else onMessage(member);
      }
      return;
  }
}

function refuseGarbage({ id, code }: Refused, { toClient, warn }: ClientInputOptions): void {
  const failure = code === errorCodes.parse ? notJson : notJsonRpc;
  toClient(errorAnswer({ id, code, failure }));
  warn('client-message-malformed', 'the client sent something that is not a JSON-RPC message', {
    code,
    kind: `code ${code}`,
  });
}

function refuseOversize(
  piece: Extract<ClientPiece<Message>, { type: 'oversize' }>,
  { maxMessageBytes, toClient, warn }: ClientInputOptions,
): void {
  const near = idNear(piece.head, piece.tail);
  const { sizeBytes } = piece;
  warn('client-message-too-large', 'dropped a client message that is too large to be held', {
    sizeBytes,
  });
  const failure = tooLargeForUs(sizeBytes, maxMessageBytes);
  if (near?.kind === 'request' && near.id !== undefined) {
    toClient(errorAnswer({ id: near.id, failure }));
  } else if (near === undefined) {
    toClient(errorAnswer({ id: null, code: errorCodes.invalidRequest, failure }));
  }
}
