/**
 * `--log-level trace`: each message that leaves for an end, as its envelope: method, id, size, and
 * for an answer the time it took. Never what is in it.
 */

import { runnerLimits } from '../../base/limits.ts';
import type { Fields } from '../../log/line.ts';
import type { Log } from '../../log/log.ts';
import { classify } from '../../protocol/classify.ts';
import { linesOf } from '../../protocol/lines.ts';
import type { Id, Message, Single } from '../../protocol/message.ts';
import type { Observer } from './observers.ts';

type End = 'client' | 'server';

export function createTrace(log: Log): Observer {
  const since = new Map<string, number>();

  const tellOne = (to: End, message: Single, now: number): void => {
    const { kind } = message;
    const fields: Record<string, unknown> = { to, bytes: message.bytes.length };
    if (kind !== 'notification') fields['id'] = shown(message.id);
    const asker = kind === 'response' ? to : other(to);
    const key = `${asker} ${kind === 'notification' ? '' : message.id}`;
    if (kind === 'request') {
      since.set(key, now);
      const [oldest] = since.keys();
      if (since.size > runnerLimits.tracedRequestsMax && oldest !== undefined) since.delete(oldest);
    } else if (kind === 'response') {
      const asked = since.get(key);
      since.delete(key);
      if (asked !== undefined) fields['ms'] = Math.round(now - asked);
      fields['error'] = message.isError;
    }
    log.write(
      'trace',
      'message',
      kind === 'response' ? 'answer' : message.method,
      fields satisfies Fields,
    );
  };

  const tell = (to: End, message: Message | undefined, now: number): void => {
    if (message === undefined) return;
    const members = message.kind === 'batch' ? message.members : [message];
    for (const member of members) tellOne(to, member, now);
  };

  const observe: Observer['observe'] = ({ effects, now }) => {
    for (const effect of effects) {
      if (effect.type !== 'to-client' && effect.type !== 'to-server') continue;
      const to = effect.type === 'to-client' ? 'client' : 'server';
      for (const line of linesOf(effect.buffers)) tell(to, classify(line), now);
    }
  };
  return { name: 'the trace', observe };
}

function other(end: End): End {
  return end === 'client' ? 'server' : 'client';
}

/** An id is JSON text where it is no safe integer. */
function shown(id: Id | null): Id | null {
  return typeof id === 'string' ? id.replace(/^"|"$/g, '') : id;
}
