/**
 * Lives one plan with real processes, then holds the promises against what happened.
 * Returns what was broken, each as a sentence; nothing of the world is left afterwards.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as elapsed } from 'node:timers/promises';
import { until } from '../../../test/process/strays.ts';
import { type Message, Peer } from './peer.ts';
import { type Plan, planOf, type Strike } from './plan.ts';
import { childrenOf, signal } from './processes.ts';
import { firstRequest, isOurs, nthRequest, serverArgs } from './victim.ts';

export interface Report {
  readonly seed: number;
  readonly broken: readonly string[];
  readonly requests: number;
  readonly ownAnswers: number;
  readonly lives: number;
  readonly peakMb: number;
  readonly endMs: number;
  readonly tookMs: number;
  readonly stderrTail: string;
}

/** A held request is refused after 45 s; all else is faster. */
const answersWithinMs = 60_000;
/** 1.95 s after EOF, and what a loaded machine adds. */
const endWithinMs = 5_000;
const memoryMaxMb = 300;

export async function live(seed: number): Promise<Report> {
  const directory = mkdtempSync(join(tmpdir(), 'shield-chaos-'));
  const world = new World(planOf(seed), join(directory, 'ledger'));
  try {
    return await world.live();
  } finally {
    world.peer.sweep();
    rmSync(directory, { recursive: true, force: true });
  }
}

class World {
  readonly peer: Peer;
  readonly #plan: Plan;
  readonly #ledger: string;
  readonly #broken: string[] = [];
  readonly #ours: boolean;
  #answered = 0;
  #ownAnswers = 0;
  /** The conversation is over: a strike that has not begun is not made. */
  #done = false;
  /** Of the notifications of the life heard last. */
  #heard = { life: 0, seq: 0 };

  constructor(plan: Plan, ledger: string) {
    this.#plan = plan;
    this.#ledger = ledger;
    this.#ours = isOurs(plan);
    this.peer = new Peer({
      args: [...plan.options, '--', process.execPath, ...serverArgs(plan, ledger)],
      descriptors: plan.descriptors,
      onMessage: (message) => this.#hear(message),
    });
  }

  async live(): Promise<Report> {
    const { peer } = this;
    const start = performance.now();
    const strikes = this.#plan.strikes.map((strike) => this.#strike(strike));
    await this.#converse();
    // A fall has its answers at once, but a stop in reading or a frozen shield holds them up.
    this.#done = true;
    peer.look();
    await Promise.race([Promise.all(strikes), peer.exited]);
    const endMs = await this.#end();
    await until(() => peer.leftovers().length === 0, 4_000);
    const left = peer.leftovers().length;
    if (left > 0) this.#broken.push(`${left} processes left`);
    if (peer.peakMb > memoryMaxMb) this.#broken.push(`${Math.round(peer.peakMb)} MB at the peak`);
    const { work, lives } = this.#readLedger();
    if (new Set(work).size < work.length) this.#broken.push('a call ran twice');
    return {
      seed: this.#plan.seed,
      broken: [...new Set([...this.#broken, ...peer.violations])],
      requests: peer.answers.size,
      ownAnswers: this.#ownAnswers,
      lives,
      peakMb: peer.peakMb,
      endMs,
      tookMs: performance.now() - start,
      stderrTail: peer.stderrTail,
    };
  }

  async #converse(): Promise<void> {
    const { peer } = this;
    const { requests, window, endsEarly } = this.#plan;
    const lastId = endsEarly ? Math.ceil(requests / 2) : requests;
    const { method, params } = firstRequest(this.#plan);
    peer.write(peer.ask(0, method, params));
    const greeted = await peer.until(() => peer.owed === 0, answersWithinMs);
    if (!greeted && !peer.gone) this.#broken.push('no answer to the first request');
    if (this.#plan.victim !== 'modern') {
      // Whoever was refused the handshake has nothing more to say.
      if (this.#ownAnswers > 0) return;
      peer.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
    }
    for (let id = 1; id <= lastId; id += 1) {
      await peer.until(() => peer.owed < window, answersWithinMs);
      peer.measure();
      if (!this.#ask(id)) await peer.drained();
    }
    if (endsEarly) return;
    const all = await peer.until(() => peer.owed === 0, answersWithinMs);
    if (!all) this.#broken.push(`${peer.owed} requests without an answer`);
  }

  #ask(id: number): boolean {
    const { method, params } = nthRequest(this.#plan, id);
    return this.peer.write(this.peer.ask(id, method, params));
  }

  #hear(message: Message): void {
    const { id, method, params, result, error } = message;
    if (method === undefined) {
      this.#answered += 1;
      if (error !== undefined) this.#ownAnswers += 1;
      const nonce = result?.['nonce'];
      if (nonce !== undefined && nonce !== id)
        this.#broken.push(`answer ${id} is that to ${nonce}`);
    } else if (id !== undefined && id !== null && this.#plan.seed % 2 === 0) {
      this.peer.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: { roots: [] } })}\n`);
    } else if (this.#ours && params?.['data'] !== undefined) {
      this.#hearCount(params['data'] as { life: number; seq: number });
    }
  }

  /** Each life counts from 1; a gap is a message lost, a lower number is disorder. */
  #hearCount({ life, seq }: { life: number; seq: number }): void {
    const expected = life === this.#heard.life ? this.#heard.seq + 1 : 1;
    if (life < this.#heard.life || seq !== expected) {
      this.#broken.push(`life ${life} said ${seq}, after ${JSON.stringify(this.#heard)}`);
    }
    this.#heard = { life, seq };
  }

  async #strike({ afterAnswers, blow, ms }: Strike): Promise<void> {
    const { peer } = this;
    await peer.until(() => this.#answered >= afterAnswers || this.#done, answersWithinMs);
    if (this.#done) return;
    const { servers, guard } = childrenOf(peer.pid);
    const [server] = servers;
    switch (blow) {
      case 'freeze and kill server':
        if (signal(server, 'SIGSTOP')) await elapsed(4 * ms);
        signal(server, 'SIGKILL');
        break;
      case 'freeze server for a while':
        if (signal(server, 'SIGSTOP')) await elapsed(ms);
        signal(server, 'SIGCONT');
        break;
      case 'freeze shield for a while':
        peer.kill('SIGSTOP');
        await elapsed(ms);
        peer.kill('SIGCONT');
        break;
      case 'kill guard':
        signal(guard, 'SIGKILL');
        break;
      case 'stop reading for a while':
        peer.pauseReading();
        await elapsed(ms);
        peer.resumeReading();
        break;
      case 'write slowly':
        peer.write(' '.repeat(10));
        await elapsed(ms / 4);
        peer.write('\n');
        break;
      default:
        signal(server, blow);
    }
  }

  async #end(): Promise<number> {
    const { peer } = this;
    peer.measure();
    const start = performance.now();
    if (peer.gone) this.#broken.push('mcp-shield was gone before its end');
    const { ending } = this.#plan;
    if (ending === 'eof') peer.closeStdin();
    else if (ending === 'close stdout') peer.closeStdout();
    else if (ending === 'vanish') peer.vanish();
    else peer.kill(ending);
    // A broken stdout is noticed when it is written to.
    if (ending === 'close stdout') this.#ask(this.#plan.requests + 1);
    const gone = await peer.until(() => peer.gone, endWithinMs);
    const endMs = performance.now() - start;
    if (gone) await this.#judgeEnd();
    else this.#broken.push(`no exit within ${endWithinMs} ms after ${ending}`);
    return endMs;
  }

  /** At EOF all that was asked is answered; a signal may leave requests unread in the pipe. */
  async #judgeEnd(): Promise<void> {
    const { peer } = this;
    const { ending } = this.#plan;
    const { code, signal: by } = await peer.exited;
    // A signal may come before Node has begun to listen for it.
    if (ending === 'SIGKILL' || (by === ending && this.#answered === 0)) return;
    if (code !== 0) this.#broken.push(`exit code ${code} after ${ending}`);
    if (ending !== 'eof') return;
    await until(() => peer.owed === 0, 1_000);
    if (peer.owed > 0) this.#broken.push(`${peer.owed} requests without an answer at EOF`);
  }

  #readLedger(): { work: string[]; lives: number } {
    if (!this.#ours) return { work: [], lives: 0 };
    const entries = readOrEmpty(this.#ledger).split('\n').filter(Boolean);
    const known = (entry: string): boolean => entry === 'life' || entry.startsWith('work ');
    this.#broken.push(...entries.filter((entry) => !known(entry)));
    const lives = entries.filter((entry) => entry === 'life').length;
    return { work: entries.filter((entry) => entry.startsWith('work ')), lives };
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
