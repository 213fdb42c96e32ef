/**
 * What `status` and `tail` say of a name that no running shield has.
 */
import { nearest } from './suggest.ts';

/** Without a full stop; what to do instead is in it. */
export function notRunning(name: string, running: readonly { readonly name: string }[]): string {
  const names = [...new Set(running.map((status) => status.name))];
  const meant = nearest(name, names, '');
  const advice =
    meant === undefined ? `there are ${names.join(', ') || 'none'}` : `did you mean ${meant}?`;
  return `no shield of the name ${name} is running here: ${advice}`;
}
