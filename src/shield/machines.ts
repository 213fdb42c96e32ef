/**
 * The small machines of a shield, wired to one outbox. Wiring only: what couples them in time is
 * step.ts.
 */

import { messageLimits } from '../base/limits.ts';
import { Session } from '../session/session.ts';
import type { SessionPort } from '../session/session-port.ts';
import { RunnerTrust } from '../supervisor/runner-trust.ts';
import { Supervisor } from '../supervisor/supervisor.ts';
import { type ClientInput, createClientInput } from './client-input.ts';
import type { ShieldOptions, Surroundings } from './events.ts';
import { Falls } from './falls.ts';
import { HandshakeWatch } from './handshake-watch.ts';
import { Idleness } from './idleness.ts';
import { Outbox } from './outbox.ts';
import { PlannedRestart } from './planned-restart.ts';
import { RepeatedLines } from './repeated-lines.ts';
import { ServerOutput } from './server-output.ts';

export interface Machines {
  readonly outbox: Outbox;
  readonly supervisor: Supervisor;
  readonly session: Session;
  readonly client: ClientInput;
  readonly server: ServerOutput;
  readonly watch: HandshakeWatch;
  readonly falls: Falls;
  readonly runnerTrust: RunnerTrust;
  readonly plannedRestart: PlannedRestart;
  readonly idleness: Idleness;
  /** No server is started before one is needed. */
  readonly isLazy: boolean;
}

/** What the session does to the life that is on. */
type LifePort = Pick<SessionPort, 'toServer' | 'unfit' | 'served'>;

export function createMachines(
  options: ShieldOptions,
  surroundings: Surroundings,
  port: LifePort,
): Machines {
  const outbox = new Outbox();
  const repeated = new RepeatedLines(outbox);
  const supervisor = new Supervisor(options);
  const watch = new HandshakeWatch();
  const session = new Session(options, {
    ...port,
    toClient: (out) => outbox.toClient(out),
    log: (...line) => repeated.log(...line),
    recall: (client, number) => outbox.add({ type: 'recall', client, number }),
    remember: (client, remembered) => outbox.add({ type: 'remember', client, remembered }),
    forget: (client) => outbox.add({ type: 'forget', client }),
  });
  const client = createClientInput({
    // `--max-message` guards what the client can read; what a server can, it knows itself.
    maxMessageBytes: Math.max(options.maxMessageBytes, messageLimits.clientMaxBytes),
    isUtf8: surroundings.isUtf8,
    fastAfterBytes: surroundings.fastAfterBytes,
    toClient: (bytes) => outbox.toClient(bytes),
    warn: (...line) => repeated.log('warn', ...line),
  });
  const server = new ServerOutput(options, surroundings, { session, outbox, repeated });
  const runnerTrust = new RunnerTrust();
  const falls = new Falls({
    options,
    surroundings,
    session,
    supervisor,
    outbox,
    watch,
    runnerTrust,
  });
  const plannedRestart = new PlannedRestart(session, supervisor);
  const idleness = new Idleness(options.idleMs, session, supervisor);
  return {
    outbox,
    supervisor,
    session,
    client,
    server,
    watch,
    falls,
    runnerTrust,
    plannedRestart,
    idleness,
    isLazy: options.lazy,
  };
}

interface Waking {
  nextWakeup(): number | undefined;
}

/** When the first of them, the `end` of the session, or the `life` that is on wants to be woken. */
export function nextDeadline(machines: Machines, end: Waking, life: Waking): number | undefined {
  const { supervisor, session, watch, plannedRestart, idleness } = machines;
  // Asked after each chunk: no list is made.
  const next = Math.min(
    supervisor.nextWakeup() ?? never,
    session.nextWakeup() ?? never,
    end.nextWakeup() ?? never,
    life.nextWakeup() ?? never,
    watch.nextWakeup() ?? never,
    plannedRestart.nextWakeup() ?? never,
    idleness.nextWakeup() ?? never,
  );
  return next === never ? undefined : next;
}

const never = Number.POSITIVE_INFINITY;
