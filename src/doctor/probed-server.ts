/**
 * One process of a server under examination: starts it, asks it, ends it as clients do. Everything
 * that waits has a bound. Does not know what is asked or what an answer is worth.
 */
import { examineLimits, supervisorLimits } from '../base/limits.ts';
import type { Answer, Ending, Noise } from '../diagnose/checkup/observed.ts';
import { frame } from '../filter/framing.ts';
import { outputText } from '../process/output-text.ts';
import { type ProcessStart, ServerProcess } from '../process/server-process.ts';
import type { SpawnFailure } from '../process/spawn.ts';
import { notification } from '../protocol/compose.ts';
import type { ShieldEvent } from '../shield/events.ts';
import { Tail } from '../shield/output-tail.ts';
import { leftoversOf } from './group-members.ts';
import { NoiseSample } from './noise-sample.ts';
import { ProbeRequests } from './probe-requests.ts';
import type { ProcessRegistry } from './process-registry.ts';
import { StdoutReader } from './stdout-reader.ts';

/** What is known of a process; `exit` and `uptimeMs` once it is gone. */
export interface Account {
  readonly spawnFailure: SpawnFailure | undefined;
  readonly exit: ProbedExit | undefined;
  readonly uptimeMs: number;
  readonly stderr: string;
  readonly stdout: string;
  readonly noise: Noise;
  /** Methods that it has not answered. */
  readonly inFlight: readonly string[];
}

interface ProbedExit {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

type EndStep = Ending['heard'];

/** How SDK clients end a server. */
const ladder: readonly EndStep[] = ['end-of-input', 'SIGTERM', 'SIGKILL'];

export class ProbedServer {
  readonly #server: ServerProcess;
  readonly #registry: ProcessRegistry;
  readonly #stderr = new Tail();
  readonly #noise = new NoiseSample();
  readonly #requests = new ProbeRequests();
  readonly #stdoutReader: StdoutReader;
  readonly #since = performance.now();
  readonly #exited = new Deferred();
  /** All that it said has been read, too. */
  readonly #over = new Deferred();
  #pid: number | undefined;
  #exit: ProbedExit | undefined;
  #exitedAt: number | undefined;
  #spawnFailure: SpawnFailure | undefined;
  #closed = false;
  #mute: 'gone' | 'mute' | undefined;

  constructor(start: Pick<ProcessStart, 'startable' | 'containers'>, registry: ProcessRegistry) {
    this.#registry = registry;
    this.#stdoutReader = new StdoutReader({
      requests: this.#requests,
      noise: this.#noise,
      write: (line) => this.#server.write([line]),
    });
    this.#server = new ServerProcess(
      { generation: 1, guard: registry.guard, ...start },
      {
        post: (event) => this.#handle(event),
        inputStalled: () => {},
      },
    );
    registry.add(this.#server);
  }

  /** Never rejects. */
  async request(method: string, params: object, limitMs: number): Promise<Answer> {
    if (this.#mute !== undefined) return { kind: this.#mute };
    const { line, answer } = this.#requests.request(method, params, limitMs);
    this.#server.write([line]);
    return answer;
  }

  /** As a language server is asked: the message in a frame. Never rejects. */
  async requestFramed(method: string, params: object, limitMs: number): Promise<Answer> {
    if (this.#mute !== undefined) return { kind: this.#mute };
    const { line, answer } = this.#requests.request(method, params, limitMs);
    this.#server.write([frame(line)]);
    return answer;
  }

  notify(method: string): void {
    this.#server.write([notification(method)]);
  }

  get gone(): boolean {
    return this.#exitedAt !== undefined;
  }

  /** Waits a moment for whether it ends by itself. */
  async linger(): Promise<void> {
    await this.#exited.within(examineLimits.lingerMs);
  }

  /** Step by step, the last of which cannot fail. SIGTERM goes to the process alone. */
  async end(asked: Ending['asked']): Promise<Ending> {
    const group = this.#server.group;
    let heard: EndStep = asked;
    let from = performance.now();
    for (heard of ladder.slice(ladder.indexOf(asked))) {
      from = performance.now();
      this.#perform(heard);
      await this.#exited.within(examineLimits.exitMs);
      if (this.gone) break;
    }
    const afterMs = (this.#exitedAt ?? performance.now()) - from;
    const leftovers = group === undefined ? [] : await leftoversOf(group);
    return { asked, heard, afterMs, leftovers };
  }

  /** All that is known, once nothing more of it will be heard. */
  async account(): Promise<Account> {
    if (this.gone) await this.#over.within(supervisorLimits.drainMs);
    return {
      spawnFailure: this.#spawnFailure,
      exit: this.#exit,
      uptimeMs: (this.#exitedAt ?? performance.now()) - this.#since,
      stderr: this.#stderr.text(outputText),
      stdout: this.#noise.text(),
      noise: this.#noise.noise(),
      inFlight: this.#requests.inFlight,
    };
  }

  /** Nothing of it is left and nothing of it is heard any more. */
  release(): void {
    this.#server.signal('SIGKILL');
    this.#server.release();
    this.#registry.remove(this.#server);
  }

  #perform(step: EndStep): void {
    if (step === 'end-of-input') this.#server.endInput();
    else if (step === 'SIGKILL') this.#server.signal('SIGKILL');
    else if (this.#pid !== undefined && !this.gone) process.kill(this.#pid, step);
  }

  #handle(event: ShieldEvent): void {
    switch (event.type) {
      case 'server-spawned':
        this.#pid = event.pid;
        break;
      case 'server-spawn-failed':
        this.#spawnFailure = event;
        this.#left();
        this.#silenced('gone');
        break;
      case 'server-sent':
        this.#stdoutReader.push(event.chunk);
        break;
      case 'server-complained':
        this.#stderr.add(event.chunk);
        break;
      case 'server-stdout-ended':
        this.#stdoutEnded();
        break;
      case 'server-exited':
        this.#exit = event;
        this.#left();
        // Something else may hold its stdout open.
        if (this.#closed) this.#silenced('gone');
        else setTimeout(() => this.#silenced('gone'), supervisorLimits.drainMs);
        break;
      default:
        break;
    }
  }

  /** Usually the process ends with its stdout; one that lives on is mute. */
  #stdoutEnded(): void {
    this.#closed = true;
    this.#stdoutReader.end();
    if (this.gone) this.#silenced('gone');
    else {
      setTimeout(() => this.#silenced(this.gone ? 'gone' : 'mute'), supervisorLimits.drainMs);
    }
  }

  #left(): void {
    this.#exitedAt = performance.now();
    this.#exited.resolve();
  }

  #silenced(kind: 'gone' | 'mute'): void {
    if (this.#mute !== undefined) return;
    this.#mute = kind;
    this.#requests.giveUp(kind);
    this.#over.resolve();
  }
}

/** Something that happens once, or not in time. */
class Deferred {
  resolve: () => void = () => {};
  readonly #happened = new Promise<void>((resolve) => {
    this.resolve = resolve;
  });

  async within(limitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMs);
    });
    await Promise.race([this.#happened, limit]);
    clearTimeout(timer);
  }
}
