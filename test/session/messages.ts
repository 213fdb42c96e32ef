/** Messages as the session gets them, made from text. */

import { classify } from '../../src/protocol/classify.ts';
import type { Request, Single } from '../../src/protocol/message.ts';

function message(value: object): Single {
  const made = classify(Buffer.from(`${JSON.stringify(value)}\n`));
  if (made === undefined || made.kind === 'batch') throw new Error('not a single message');
  return made;
}

export function request(id: number | string, method: string, params?: object): Request {
  const made = message({ jsonrpc: '2.0', id, method, params });
  if (made.kind !== 'request') throw new Error('not a request');
  return made;
}

/** What stands around the id of an answer with this result, as it is kept between runs. */
export function heardText(result: object): readonly [string, string] {
  return ['{"jsonrpc":"2.0","id":', `,"result":${JSON.stringify(result)}}\n`];
}
