/**
 * What the two TypeScript SDKs have in common as clients of a comparison. Knows neither of them:
 * each brings an `SdkSession` and says what its errors mean.
 */
import { type Answered, act, type Peer, type Request, type Told } from './act.ts';
import { type ComparedClient, isSession } from './compare.ts';
import { type Launch, textOf } from './transcript.ts';

interface SdkOptions {
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly onprogress?: (progress: { readonly progress: number }) => void;
}

/** One client of an SDK with its transport. */
export interface SdkSession {
  /** Resolves with what the user can ask the client about the server. */
  connect(timeoutMs: number): Promise<unknown>;
  request(request: Request, options: SdkOptions): Promise<unknown>;
  roots(): Promise<void>;
  close(): Promise<void>;
}

/** What a session tells without being asked. */
export interface SdkListener {
  notified(notification: { method: string; params?: unknown }): void;
  failed(error: Error): void;
  closed(): void;
  wrote(stderr: string): void;
}

export interface SdkManner {
  readonly name: string;
  readonly start: (launch: Launch, listener: SdkListener) => SdkSession;
  /** What the rejection of a request means. */
  readonly meaning: (error: unknown) => Exclude<Answered, { kind: 'result' }>;
}

class SdkPeer implements Peer {
  closed = true;
  readonly #manner: SdkManner;
  readonly #launch: Launch;
  readonly #open = new Map<string, AbortController>();
  readonly #notices: string[] = [];
  #session: SdkSession | undefined;
  #junk = 0;
  #strays = 0;
  #gaveUp = false;
  #stderr = '';

  constructor(manner: SdkManner, launch: Launch) {
    this.#manner = manner;
    this.#launch = launch;
  }

  async open(patienceMs: number): Promise<Answered> {
    const session = this.#manner.start(this.#launch, {
      notified: ({ method, params }) => {
        this.#notices.push(`${method} ${JSON.stringify(params ?? {})}`);
      },
      failed: ({ message }) => {
        if (!/unknown message id/i.test(message)) this.#junk += 1;
        else if (!this.#gaveUp) this.#strays += 1;
      },
      closed: () => {
        if (this.#session === session) this.closed = true;
      },
      wrote: (text) => {
        this.#stderr = (this.#stderr + text).slice(-4_000);
      },
    });
    this.#session = session;
    this.closed = false;
    const answered = await this.#answer(() => session.connect(patienceMs));
    // A session that was not opened is of no use, whatever the SDK makes up in it.
    if (answered.kind !== 'result') this.closed = true;
    return answered;
  }

  async request(request: Request): Promise<Answered> {
    const { label, patienceMs } = request;
    const session = this.#session;
    if (session === undefined || this.closed) return { kind: 'closed' };
    const controller = new AbortController();
    this.#open.set(label, controller);
    const report = ({ progress }: { readonly progress: number }): void => {
      this.#notices.push(`${label}: ${progress}`);
    };
    const options = { timeout: patienceMs, signal: controller.signal };
    const progress = request.tool === 'steps' ? { onprogress: report } : {};
    return this.#answer(() => session.request(request, { ...options, ...progress }));
  }

  cancel(label: string): void {
    this.#open.get(label)?.abort('not wanted any more');
    this.#gaveUp = true;
  }

  roots(): void {
    this.#session?.roots().catch(() => {});
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    this.closed = true;
    await session?.close().catch(() => {});
  }

  told(): Told {
    const told = { notices: this.#notices, junk: this.#junk, strays: this.#strays };
    return { ...told, stderr: this.#stderr };
  }

  async #answer(run: () => Promise<unknown>): Promise<Answered> {
    try {
      return { kind: 'result', value: await run() };
    } catch (error) {
      const meaning = this.#manner.meaning(error);
      if (meaning.kind === 'nothing') this.#gaveUp = true;
      return meaning;
    }
  }
}

/** An error that the client makes itself, of an answer that it does not accept. */
export function ownError(error: unknown): Extract<Answered, { kind: 'error' }> {
  return { kind: 'error', code: undefined, message: textOf(error), own: true };
}

export function sdkClient(manner: SdkManner): ComparedClient {
  return {
    name: manner.name,
    // Bare, this client waits for ever once its server's launcher left: Node took the input away.
    can: (row) => isSession(row) && (row.behaviour.launcher ?? 'detached') === 'detached',
    run: (row, launch) => act(new SdkPeer(manner, launch), row, launch),
  };
}
