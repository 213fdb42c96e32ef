/**
 * What the shield asks a server in its own name: the kinds of such requests, as values. Sends none.
 */

import type { HeardAnswer } from './heard.ts';
import type { ListMethod } from './lists.ts';
import type { RestoredItem } from './restored.ts';

/** Requests of the shield's own; their answers never reach the client. */
export type OwnRequest =
  | { readonly kind: 'restore'; readonly item: RestoredItem }
  /** Whether anybody is there; that there is an answer says it all. */
  | { readonly kind: 'presence' }
  | {
      readonly kind: 'list';
      readonly method: ListMethod;
      readonly pages: HeardAnswer[];
      /** The server said that it changed: see `lookAtTools`. */
      readonly isAnnounced?: true;
    }
  /** What it says of itself, beside what was remembered. */
  | { readonly kind: 'discover'; readonly was: HeardAnswer };

/** A list is looked at before the client is told of its change. */
export interface Look {
  /** It changed once more meanwhile. */
  again: boolean;
  /** Then the client is told unseen. */
  readonly deadline: number;
}
