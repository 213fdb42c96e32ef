/**
 * Has the newest version of a server's package looked up, once a session, when the server has
 * answered: nothing that a client waits for is delayed by it. Decides nothing else.
 */
import { updateLimits } from '../../base/limits.ts';
import type { Observer } from './observers.ts';

/** `look` is called once, if servers are started past their package runner. */
export function updateNotice(look: () => void): Observer {
  let isDirect = false;
  let isDone = false;
  return {
    name: 'the look for updates',
    observe({ event, effects }) {
      if (isDone) return;
      if (event.type === 'server-spawned') isDirect = event.direct === true;
      const answers =
        event.type === 'server-sent' && effects.some(({ type }) => type === 'to-client');
      if (!isDirect || !answers) return;
      isDone = true;
      setTimeout(look, updateLimits.delayMs).unref();
    },
  };
}
