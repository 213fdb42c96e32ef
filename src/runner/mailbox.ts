/**
 * The loop: events in, one after the other, effects out, one timer. It owns the order of things
 * and nothing else: what an event means is the core's, how an effect is performed is the caller's.
 *
 * An effect whose consequence arises at once (a spawn that fails, a pid) posts an event while the
 * loop is draining; it waits in the queue, so `step` is never entered twice.
 */
import { runnerLimits } from '../base/limits.ts';
import type { Shield, ShieldEffect, ShieldEvent } from '../shield/events.ts';

export interface Mailbox {
  post(event: ShieldEvent): void;
  /** Nothing is delivered any more and no timer is left. */
  close(): void;
}

export interface MailboxDeps {
  readonly shield: Shield;
  readonly perform: (effect: ShieldEffect) => void;
  /** Monotonic, in ms. */
  readonly now: () => number;
  /** A throw inside `step` or `perform`: a defect of mcp-shield. The mailbox is closed by then. */
  readonly defect: (error: unknown) => void;
}

export function createMailbox(deps: MailboxDeps): Mailbox {
  const { shield, perform, now } = deps;
  const queue: ShieldEvent[] = [];
  let draining = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Number.POSITIVE_INFINITY;

  const post = (event: ShieldEvent): void => {
    if (closed) return;
    queue.push(event);
    if (!draining) drain();
  };

  const drain = (): void => {
    draining = true;
    try {
      for (let event = queue.shift(); event !== undefined && !closed; event = queue.shift()) {
        for (const effect of shield.step(event, now())) perform(effect);
      }
      arm();
    } catch (error) {
      close();
      deps.defect(error);
    } finally {
      draining = false;
    }
  };

  // A deadline that moved further away keeps the old timer: it fires, finds nothing due and is
  // set again. So a busy session does not set a timer for each message.
  const arm = (): void => {
    const wakeAt = closed ? undefined : shield.nextWakeup();
    if (wakeAt === undefined || timerAt <= wakeAt) return;
    clearTimeout(timer);
    timerAt = wakeAt;
    timer = setTimeout(
      fire,
      Math.min(Math.max(Math.ceil(wakeAt - now()), 0), runnerLimits.timerMaxMs),
    );
  };

  const fire = (): void => {
    timerAt = Number.POSITIVE_INFINITY;
    const wakeAt = shield.nextWakeup();
    if (wakeAt === undefined || wakeAt > now()) arm();
    // We were held up: what lies in the pipes since then came before the deadline, maybe.
    else if (now() - wakeAt >= runnerLimits.lateMinMs) setImmediate(wake);
    else post({ type: 'woke' });
  };

  const wake = (): void => {
    const wakeAt = closed ? undefined : shield.nextWakeup();
    if (wakeAt !== undefined && wakeAt <= now()) post({ type: 'woke' });
    else arm();
  };

  const close = (): void => {
    closed = true;
    queue.length = 0;
    clearTimeout(timer);
  };

  return { post, close };
}
