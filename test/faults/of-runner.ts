/**
 * Faults of the runner and its edge, which only a real process shows. Each names the test files
 * that see it.
 */

import type { Fault } from './fault.ts';

export const ofRunner: readonly Fault[] = [
  {
    name: 'stdout is not flushed before the exit',
    code: '    deps.client.flushed(deps.flushMs(), deps.onFlushShortened),\n',
    instead: '',
    seenBy: ['test/runner/shutdown.test.ts'],
  },
  {
    name: 'the guard is told of the first life only',
    code: '          one.word = String(group);\n          tell();',
    instead:
      '          if (count > 1) return;\n          one.word = String(group);\n          tell();',
    seenBy: ['test/process/guard.test.ts', 'test/process/end.test.ts'],
  },
  {
    name: 'the guard is told of no life before it starts',
    code: '      guarded.add(one);\n      tell();\n      return {\n        mark:',
    instead: '      guarded.add(one);\n      return {\n        mark:',
    seenBy: ['test/process/guard.test.ts', 'test/process/end.test.ts'],
  },
  {
    name: 'the server’s stdout is not held while the client does not read',
    code: 'for (const server of servers.values()) server.holdOutput(held);',
    instead: '',
    seenBy: ['test/runner/server-processes.test.ts'],
  },
  {
    name: 'a new server’s stdout is not held while the client does not read',
    code: 'if (outputHeld) server.holdOutput(true);',
    instead: '',
    seenBy: ['test/runner/server-processes.test.ts'],
  },
  {
    name: 'the client’s input is not held while the server does not read',
    code: 'if (stdin?.writable && !writeBuffers(stdin, buffers)) this.#reports.inputStalled(true);',
    instead: 'if (stdin?.writable) writeBuffers(stdin, buffers);',
    seenBy: ['test/process/stream.test.ts', 'test/process/server-process.test.ts'],
  },
  {
    name: 'a failed resolution is kept for the next start',
    code: "if (event.type === 'server-spawn-failed') commandSource.forget();",
    instead: '',
    seenBy: [
      'test/process/surroundings.test.ts',
      'test/runner/head-start.test.ts',
      'test/process/fall.test.ts',
    ],
  },
  {
    name: 'a command that was not found is not looked for again',
    code: '    commandSource.forget();\n    deps.post(',
    instead: '    deps.post(',
    seenBy: [
      'test/process/surroundings.test.ts',
      'test/runner/head-start.test.ts',
      'test/process/fall.test.ts',
    ],
  },
  {
    name: 'the end is decided on close and not on exit',
    code: "child.once('exit', (exitCode, signal) =>",
    instead: "child.once('close', (exitCode, signal) =>",
    seenBy: ['test/process/server-process.test.ts', 'test/process/fall.test.ts'],
  },
  {
    name: 'what a dead server left in the pipe is not read',
    code: '    if (this.#outputHeld && !drained) this.#child?.stdout.pause();',
    instead: '    if (this.#outputHeld || this.#exited) this.#child?.stdout.pause();',
    seenBy: ['test/process/server-process.test.ts', 'test/process/fall.test.ts'],
  },
  {
    name: 'the exit leaves processes of the group',
    code: "    deps.servers.signalAll('SIGKILL'),\n    deps.client",
    instead: '    deps.client',
    seenBy: ['test/process/end.test.ts', 'test/process/strays.test.ts', 'test/runner/run.test.ts'],
  },
  {
    name: 'an orphan is not noticed',
    code: "    post({ type: 'client-ended', cause: 'orphaned' });",
    instead: '',
    seenBy: ['test/process/end.test.ts', 'test/runner/client-stdio.test.ts'],
  },
  {
    name: 'input that waits is lost at the end of input',
    code: 'while (waiting.length > 0) postNext();',
    instead: 'waiting.length = 0;',
    seenBy: ['test/runner/client-stdio.test.ts', 'test/process/stream.test.ts'],
  },
  {
    name: 'a client that reads no stderr holds the session up',
    code: 'if (droppedBytes > 0 || out.writableLength > runnerLimits.stderrBufferBytes) {',
    instead: 'if (droppedBytes > 0) {',
    seenBy: ['test/runner/own-stderr.test.ts', 'test/process/server-stderr.test.ts'],
  },
  {
    name: 'a name in the output of a server steers a terminal',
    code: 'out.write(out.isTTY === true ? terminal.shown(bytes) : bytes);',
    instead: 'out.write(bytes);\n        void terminal;',
    seenBy: ['test/runner/own-stderr.test.ts'],
  },
  {
    name: 'step is entered twice',
    code: '    if (!draining) drain();',
    instead: '    drain();',
    seenBy: ['test/runner/mailbox.test.ts'],
  },
  {
    name: 'deadlines are never told',
    code: "    else post({ type: 'woke' });\n  };\n\n  const wake",
    instead: '  };\n\n  const wake',
    seenBy: ['test/runner/mailbox.test.ts', 'test/process/fall.test.ts'],
  },
  {
    name: 'the log is not flushed before the exit',
    code: '    deps.log.flush(),\n',
    instead: '',
    seenBy: ['test/runner/shutdown.test.ts'],
  },
];
