/**
 * Whether what stands in a recording can be played: it is a file, and anybody may have written it.
 * Knows the forms of events and options; plays nothing.
 */

import {
  isBoolean,
  isListOf,
  isNumber,
  isObjectWith,
  isOneOf,
  isOptional,
  isText,
  type Test,
} from '../../base/shape.ts';
import type { ShieldEvent } from '../events.ts';

const isTextOrNull: Test = (value) => value === null || isText(value);
const isNumberOrNull: Test = (value) => value === null || isNumber(value);
const life = { generation: isNumber };

/** `text` is the recorded form of `chunk`. */
const events: Readonly<Record<ShieldEvent['type'], Readonly<Record<string, Test>>>> = {
  started: {},
  'client-sent': { text: isText },
  'client-ended': { cause: isOneOf('eof', 'broken-pipe', 'orphaned') },
  signalled: { signal: isOneOf('SIGINT', 'SIGTERM', 'SIGHUP') },
  'server-spawned': { ...life, pid: isNumber },
  'server-spawn-failed': { ...life, errno: isText, message: isText },
  'server-sent': { ...life, text: isText },
  'server-complained': { ...life, text: isText },
  'server-stdout-ended': life,
  'server-input-closed': life,
  'server-exited': {
    ...life,
    exitCode: isNumberOrNull,
    signal: isTextOrNull,
    leftovers: isBoolean,
  },
  'file-changed': { path: isText },
  'restart-requested': { why: isText },
  recalled: { number: isNumber },
  woke: {},
};

export const isPlayableStep = isObjectWith({
  t: isNumber,
  decided: isListOf(isText),
  event: (event) => {
    const type = isObjectWith({ type: isText })(event) ? (event as { type: string }).type : '';
    const members = Object.entries(events).find(([name]) => name === type)?.[1];
    return members !== undefined && isObjectWith(members)(event);
  },
});

export const isPlayableHeading = isObjectWith({
  version: isText,
  startedAt: isText,
  contents: isBoolean,
  platform: isText,
  cwd: isText,
  options: isObjectWith({
    restarts: isNumber,
    restartWindowMs: isNumber,
    backoffInitialMs: isNumber,
    backoffMaxMs: isNumber,
    retry: isOneOf('never', 'reads', 'annotated'),
    requestTimeoutMs: isNumber,
    restartHung: isNumber,
    maxMessageBytes: isNumber,
    noise: isOneOf('stderr', 'log', 'drop'),
    stderr: isOptional(isOneOf('pass', 'log', 'drop')),
    seed: isNumber,
    command: isListOf(isText),
  }),
});
