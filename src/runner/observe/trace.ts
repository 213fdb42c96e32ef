/**
 * `--log-level trace`: each message that leaves for an end, never what is in it.
 */

import type { Fields } from '../../log/line.ts';
import type { Log } from '../../log/log.ts';
import type { Observer } from './observers.ts';
import { Passages } from './passages.ts';

export function createTrace(log: Log): Observer {
  const passages = new Passages();
  const observe: Observer['observe'] = (step) => {
    passages.read(step, ({ method = 'answer', ...passage }) => {
      log.write('trace', 'message', method, { ...passage } satisfies Fields);
    });
  };
  return { name: 'the trace', observe };
}
