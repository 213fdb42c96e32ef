/**
 * The forms of a handshake between client and server, and of what was agreed by it. Values only.
 */

import type { Request } from '../protocol/message.ts';

/** The first answer to `initialize`: what the client was promised. */
export interface Agreement {
  /** Undefined: the server named none, and the client took it so. */
  readonly protocolVersion: string | undefined;
  readonly capabilities: Readonly<Record<string, unknown>>;
}

export interface DoneHandshake {
  readonly kind: 'done';
  readonly request: Request;
  readonly agreement: Agreement;
  /** What the client was told before, by handshakes that this one replaced. */
  readonly earlierVersions: readonly (string | undefined)[];
}

/** What held before the client tried another handshake: a failed attempt replaces nothing. */
interface EarlierHandshake {
  readonly handshake: DoneHandshake;
  readonly initialized: Buffer | undefined;
}

export type Handshake =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'pending';
      readonly request: Request;
      readonly before: EarlierHandshake | undefined;
    }
  | DoneHandshake;
