/**
 * One session of the demo: the same steps for every client and server, whose process is killed in
 * the middle. Returns what the client was told. Prints nothing, and starts nothing.
 */
import { demoLimits } from '../../base/limits.ts';
import type { DemoClient } from './demo-client.ts';

export type DemoStep =
  | 'initialize'
  | 'list'
  | 'sum'
  | 'call in flight'
  | 'list in flight'
  | 'echo'
  | 'sum again';

interface StepOutcome {
  readonly isOk: boolean;
  readonly text: string;
  /** `data` of a JSON-RPC error. */
  readonly data?: unknown;
}

export interface PlayedSession {
  readonly outcomes: ReadonlyMap<DemoStep, StepOutcome>;
  readonly complaints: readonly string[];
  readonly closedByItself: boolean;
  readonly stderr: string;
}

export interface SessionListener {
  /** As soon as a step has its outcome. */
  readonly told: (step: DemoStep, outcome: StepOutcome) => void;
  readonly killed: (pid: number) => void;
}

/** Closes the client whatever happens. */
export async function playSession(
  client: DemoClient,
  listener: SessionListener,
): Promise<PlayedSession> {
  const outcomes = new Map<DemoStep, StepOutcome>();
  const step = async (name: DemoStep, asked: Promise<string>): Promise<void> => {
    const outcome = await asked.then(
      (text) => ({ isOk: true, text }),
      (error) => ({ isOk: false, text: String(error.message), data: error.data }),
    );
    outcomes.set(name, outcome);
    listener.told(name, outcome);
  };
  const add = (a: number, b: number): Promise<string> =>
    client.call({ name: 'get-sum', given: { a, b }, timeoutMs: demoLimits.sumMs });
  const list = async (): Promise<string> => `${await client.listTools()} tools`;

  try {
    await step('initialize', client.connect());
    await step('list', list());
    await step('sum', add(2, 40));

    const long = startLongCall(client);
    const inFlight = [step('call in flight', long.answer)];
    await long.begun;
    const pid = await client.serverPid;
    // Stopped first, so that it cannot answer by chance before it dies.
    if (process.platform !== 'win32') process.kill(pid, 'SIGSTOP');
    inFlight.push(step('list in flight', list()));
    process.kill(pid, 'SIGKILL');
    listener.killed(pid);
    await Promise.all(inFlight);

    await step('echo', client.call({ name: 'echo', given: { message: 'still there?' } }));
    await step('sum again', add(40, 2));
    const [complaints, stderr] = [client.complaints, client.stderr()];
    return { outcomes, complaints, closedByItself: client.isClosed(), stderr };
  } finally {
    await client.close();
  }
}

/** A call, and the moment when the server has begun with it. */
function startLongCall(client: DemoClient) {
  let onProgress = (): void => {};
  const progressed = new Promise<void>((resolve) => {
    onProgress = resolve;
  });
  const given = { duration: demoLimits.longCallSeconds, steps: demoLimits.longCallSteps };
  const answer = client.call({ name: 'trigger-long-running-operation', given, onProgress });
  const over = answer.then(
    () => {},
    () => {},
  );
  return { answer, begun: Promise.race([progressed, over]) };
}
