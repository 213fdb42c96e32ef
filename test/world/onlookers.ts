/**
 * Those who look on at a simulated shield, as the runner lets them: a recording, a trace, the state
 * for `status`, and one that fails. None of them may change anything, and what is recorded has to
 * be whole. Keeps no file.
 */

import type { Observer } from '../../src/runner/observe/observers.ts';
import { Passages } from '../../src/runner/observe/passages.ts';
import type { ReportingShield, ShieldOptions } from '../../src/shield/events.ts';
import { Recorder } from '../../src/shield/recording/recorder.ts';
import { Broken } from './facts.ts';

export function onlookers(core: ReportingShield, options: ShieldOptions): readonly Observer[] {
  return [recording(options), trace(), state(core, options), failing()];
}

function recording({ maxMessageBytes }: ShieldOptions): Observer {
  const masking = {
    contents: true,
    redact: (text: string) => text,
    hash: () => '',
    isSecretName: () => false,
  };
  const recorder = new Recorder(masking, { startedAt: 0, maxMessageBytes });
  const observe: Observer['observe'] = (step) => {
    for (const line of recorder.record(step).split('\n').slice(0, -1)) JSON.parse(line);
  };
  return { name: 'the recording', observe };
}

function trace(): Observer {
  const passages = new Passages();
  const observe: Observer['observe'] = (step) => {
    passages.read(step, ({ ms = 0, method, error }) => {
      if (ms < 0) throw new Broken(`an answer is ${ms} ms old`);
      if (method === undefined && error === undefined) throw new Broken('no answer and no method');
    });
  };
  return { name: 'the trace', observe };
}

/** Asked again and again in the middle of everything. */
function state(core: ReportingShield, { restarts }: ShieldOptions): Observer {
  let lives = 0;
  const observe: Observer['observe'] = ({ effects }) => {
    const report = core.report();
    lives += effects.filter(({ type }) => type === 'spawn').length;
    if (report.lives !== lives) throw new Broken(`${report.lives} lives are told of ${lives}`);
    const isOver = restarts > 0 && effects.some(({ type }) => type === 'exit');
    if (isOver && report.state !== 'ending') throw new Broken(`the state is ${report.state}`);
  };
  return { name: 'the state', observe };
}

/** Whose disk is full. */
function failing(): Observer {
  let left = 20;
  const observe = (): void => {
    left -= 1;
    if (left <= 0) throw new Error('ENOSPC');
  };
  return { name: 'one that fails', observe };
}
