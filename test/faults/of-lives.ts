/**
 * Faults in how lives begin and end: supervisor, falls, planned restarts, the end of the session.
 */

import type { Fault } from './fault.ts';

export const ofLives: readonly Fault[] = [
  {
    name: 'a restart that somebody asked for waits for a greeting that hangs',
    code: 'const finishing = paused && busy && !isStarting;',
    instead: 'const finishing = paused && busy;',
  },
  {
    name: 'no server is started after a fall',
    code: "if (phase.kind === 'waiting') return now >= phase.until ? this.spawn() : [];",
    instead: "if (phase.kind === 'waiting') return [];",
  },
  {
    name: 'the back-off has no jitter',
    code: 'return Math.round(full * (0.5 + this.#nextRandom() / 2));',
    instead: 'return full;',
  },
  {
    name: 'the back-off is linear',
    code: 'backoffInitialMs * 2 ** Math.min(exponent, 30)',
    instead: 'backoffInitialMs * (exponent + 1)',
  },
  {
    name: 'the back-off has no upper bound',
    code: 'const full = Math.min(backoffMaxMs, backoffInitialMs * 2 ** Math.min(exponent, 30));',
    instead: 'const full = Math.max(backoffMaxMs, backoffInitialMs * 2 ** Math.min(exponent, 30));',
  },
  {
    name: 'there is no back-off',
    code: "return { kind: 'restart', delayMs: this.#jittered(before) };",
    instead: "this.#jittered(before);\n    return { kind: 'restart', delayMs: 0 };",
  },
  {
    name: 'the first restart after a life that served waits',
    code: "if (before === 0 && served) return { kind: 'restart', delayMs: 0 };",
    instead: '',
  },
  {
    name: 'the breaker never opens',
    code: "if (before + 1 > this.#options.restarts) return { kind: 'open' };",
    instead: '',
  },
  {
    name: 'the breaker opens one fall too soon',
    code: "if (before + 1 > this.#options.restarts) return { kind: 'open' };",
    instead: "if (before + 2 > this.#options.restarts) return { kind: 'open' };",
  },
  {
    name: 'the breaker is open for ever',
    code: "if (phase.kind !== 'open' || now < phase.retryAt) return false;",
    instead: "if (phase.kind !== 'open' || now < phase.retryAt || now > 0) return false;",
  },
  {
    name: 'the breaker tries again at once',
    code: "if (phase.kind !== 'open' || now < phase.retryAt) return false;",
    instead: "if (phase.kind !== 'open') return false;",
  },
  {
    name: 'a half-open breaker closes with a spawn',
    code: 'if (hopeless || this.#halfOpen || consequence.kind',
    instead: 'if (hopeless || consequence.kind',
  },
  {
    name: 'falls are counted over the whole session',
    code: 'this.#falls = this.#falls.filter((at) => now - at < this.#options.restartWindowMs);',
    instead: '',
  },
  {
    name: 'sustained service forgives nothing',
    code: 'if (this.#service.answered(now)) this.resetHistory();',
    instead: 'this.#service.answered(now);',
  },
  {
    name: 'one answer forgives everything',
    code: 'return now - this.#firstAnswerAt >= supervisorLimits.sustainedServiceMs;',
    instead: 'return true;',
  },
  {
    name: 'a permanent cause is tried for ever',
    code: 'const confirmed = this.#permanentInARow >= supervisorLimits.permanentConfirmCount;',
    instead: 'const confirmed = false;',
  },
  {
    name: 'a permanent cause is believed at once',
    code: 'const confirmed = this.#permanentInARow >= supervisorLimits.permanentConfirmCount;',
    instead: 'const confirmed = verdict.permanent;',
  },
  {
    name: 'causes that are not the same confirm each other',
    code: 'this.#permanentInARow = verdict.permanent ? this.#permanentInARow + 1 : 0;',
    instead: 'if (verdict.permanent) this.#permanentInARow += 1;',
  },
  {
    name: 'a death at a probe is counted',
    code: 'const isFree = !neverRan && this.#isFreeProbe();',
    instead: 'const isFree = false;',
  },
  {
    name: 'deaths at probes are never counted',
    code: 'return this.#probeFalls <= supervisorLimits.probeFallsMax;',
    instead: 'return true;',
  },
  {
    name: 'a restart on purpose is counted as a fall',
    code: 'supervisor.fell({ counts: false, permanent: false }, now);',
    instead: 'supervisor.fell({ counts: true, permanent: false }, now);',
  },
  {
    name: 'an end while nobody needs the server is a fall',
    code: 'return end.exitCode === 0 && hasServed;',
    instead: 'return end.exitCode === 77 && hasServed;',
  },
  {
    name: 'a crash while nothing is open is a rest',
    code: 'return end.exitCode === 0 && hasServed;',
    instead: 'return hasServed;',
  },
  {
    name: 'a planned restart does not wait for calls',
    code: "if (!finishing || now >= until) return this.#go('end-life', why);",
    instead: "void [finishing, until, now];\n    return this.#go('end-life', why);",
  },
  {
    name: 'a planned restart waits for ever',
    code: "if (!finishing || now >= until) return this.#go('end-life', why);",
    instead: "if (!finishing) return this.#go('end-life', why);",
  },
  {
    name: 'a planned restart does not wait until files have settled',
    code: 'const until = now + restartLimits.settleMs;',
    instead: 'const until = now;',
  },
  {
    name: 'new requests reach a server that will be replaced',
    code: '    this.#session.pause();\n    // A server whose',
    instead: '    // A server whose',
  },
  {
    name: 'a server that hangs is not ended',
    code: 'return options.restartHung > 0 && timeoutsInARow >= options.restartHung;',
    instead: 'return false;',
  },
  {
    name: 'a server that hangs is ended at its first time-out',
    code: 'return options.restartHung > 0 && timeoutsInARow >= options.restartHung;',
    instead: 'return options.restartHung > 0 && timeoutsInARow >= 1;',
  },
  {
    name: 'a server that nobody uses runs on',
    code: 'if (!this.#counts || now < this.#movedAt + this.#idleMs) return false;',
    instead: 'if (this.#counts || !this.#counts) return false;',
  },
  {
    name: 'a server is ended while a question or a stream is open',
    code: 'return established && !handshaking && !replaying && quiet;',
    instead: 'return established && !handshaking && !replaying;',
  },
  {
    name: 'processes of the group are left',
    code: 'killLeftoversAt: leftovers ? now + supervisorLimits.leftoverTermMs : undefined,',
    instead: 'killLeftoversAt: undefined,',
  },
  {
    name: 'processes of the group are not asked to end',
    code: "    return [{ type: 'signal', generation: phase.generation, signal: 'SIGTERM' }];\n  }\n\n  stdoutEnded",
    instead: '    return [];\n  }\n\n  stdoutEnded',
  },
  {
    name: 'a server that closed its stdout is kept',
    code: "if (this.#phase.kind !== 'settling') return this.pipeClosed(now);",
    instead: "if (this.#phase.kind !== 'settling') return [];",
  },
  {
    name: 'a server that is to be replaced and does not go is left',
    code: 'const endBy = Math.min(phase.endBy ?? Number.POSITIVE_INFINITY, now + restartLimits.killMs);',
    instead: 'const endBy = Number.POSITIVE_INFINITY;',
  },
  {
    name: 'a fall is settled before its output is read',
    code: 'if (cleared && (phase.stdoutEnded || now >= phase.drainUntil)) {',
    instead: 'if (cleared) {',
  },
  {
    name: 'a grandchild that holds the pipe holds the fall up for ever',
    code: 'if (cleared && (phase.stdoutEnded || now >= phase.drainUntil)) {',
    instead: 'if (cleared && phase.stdoutEnded) {',
  },
  {
    name: 'words of a dead server are heard',
    code: "return generation === this.#generation && (kind === 'alive' || kind === 'settling');",
    instead: "return kind === 'alive' || kind === 'settling';",
  },
  {
    name: 'a launcher that leaves is taken for the server',
    code: 'if (!mayBeLauncher || phase.stdoutEnded || phase.endBy !== undefined) {',
    instead: 'if (mayBeLauncher || phase.stdoutEnded || phase.endBy !== undefined) {',
  },
  {
    name: 'the fall of a direct start is held against the server',
    code: 'const counts = !isFree && !mayBeDirectStart;',
    instead: 'const counts = !isFree;',
  },
  {
    name: 'a direct start that fell is tried again the same way',
    code: "return this.#state === 'retrying';",
    instead: 'return false;',
  },
  {
    name: 'held requests are dropped at the end of input',
    code: 'if (endsInput && session.settled) this.#current.endInput();',
    instead: 'if (endsInput) this.#current.endInput();',
  },
  {
    name: 'a server is started during the end',
    code: 'if (this.#end.begun) {\n      const { falls }',
    instead: 'if (this.#end.exited) {\n      const { falls }',
  },
  {
    name: 'the end does not wait for answers that are owed',
    code: "if (owed === 0 || now >= stage.until) this.#stage = this.#descent('eof', now);",
    instead: "this.#stage = this.#descent('eof', now);",
  },
  {
    name: 'the end waits for ever for answers that are owed',
    code: "if (owed === 0 || now >= stage.until) this.#stage = this.#descent('eof', now);",
    instead: "if (owed === 0) this.#stage = this.#descent('eof', now);",
  },
  {
    name: 'the end has no SIGTERM',
    code: "{ rung: 'term', at: now + budget.termMs },",
    instead: '',
  },
  {
    name: 'the end has no SIGKILL',
    code: "{ rung: 'kill', at: now + budget.killMs },",
    instead: '',
  },
  {
    name: 'a signal does not shorten the end',
    code: "if (kind === 'eof') return;\n    const other",
    instead: "if (kind !== 'gone') return;\n    const other",
  },
  {
    name: 'the server’s input is not ended',
    code: "this.#machines.outbox.add({ type: 'end-server-input', generation: life.generation });",
    instead: '',
  },
  {
    name: 'the exit comes before the server has ended',
    code: "if (rung === 'exit') this.#exit(0, now);",
    instead: "if (rung === 'exit' || rung === 'term') this.#exit(0, now);",
  },
  {
    name: 'the exit code of the only life is lost',
    code: 'return exitCode ?? exitCodes.done;',
    instead: 'return exitCodes.done;',
  },
  {
    name: 'a greeting that fails over several falls is not told in time',
    code: 'if (tooLate !== undefined) this.#session.refuseHandshake(unavailable(tooLate));',
    instead: 'void tooLate;',
  },
  {
    name: '--lazy starts a server at once',
    code: 'if (!this.#machines.isLazy) {',
    instead: 'if (this.#machines.isLazy || !this.#machines.isLazy) {',
  },
  {
    name: 'a server that rests is not woken',
    code: "this.#outbox.log('info', 'server-woken', 'the server is needed and is started');\n    this.#perform(this.#supervisor.spawn());",
    instead: '',
  },
  {
    name: 'deadlines go on while the machine sleeps',
    code: 'this.#now = this.#clock.read(now, () => this.#nextDeadline());',
    instead: 'this.#now = now;',
  },
  {
    name: 'what was heard is not written down at the end',
    code: 'session.recollection.writeDown();',
    instead: '',
  },
];
