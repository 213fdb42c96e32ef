/**
 * The runner around the relay core as a program: `relay-main [--cwd dir] [--defect] -- cmd args`.
 */

import type { Log } from '../../../src/log/log.ts';
import type { ChildCommand } from '../../../src/process/command-source.ts';
import { startAhead } from '../../../src/runner/head-start.ts';
import { noMemory } from '../../../src/runner/memory/memory-store.ts';
import { run } from '../../../src/runner/run.ts';
import { processWorld } from '../../../src/runner/world.ts';
import type { Shield } from '../../../src/shield/events.ts';
import { createRelay } from './relay-core.ts';

const args = process.argv.slice(2);
const dashes = args.indexOf('--');
const [file = '', ...rest] = args.slice(dashes + 1);
const own = args.slice(0, dashes);
const option = (name: string) => (own.includes(name) ? own[own.indexOf(name) + 1] : undefined);

const relay = createRelay({ restarts: Number(option('--restarts') ?? 0) });
const defective: Shield = {
  ...relay,
  step(event, now) {
    if (event.type === 'client-sent') throw new Error('a defect in step');
    return relay.step(event, now);
  },
};

const log: Log = {
  write: (level, _event, message, fields) => {
    process.stderr.write(`[${level}] ${message} ${JSON.stringify(fields ?? {})}\n`);
  },
  isOn: () => true,
  flush: async () => {},
};
const command: ChildCommand = {
  file,
  args: rest,
  cwd: option('--cwd'),
  env: process.env,
  shellPath: 'never',
  envFixes: true,
  direct: 'never',
  install: undefined,
  complete: undefined,
};
process.exit(
  await run({
    shield: own.includes('--defect') ? defective : relay,
    headStart: startAhead({ ...command, lazy: false }, log, processWorld),
    log,
    world: processWorld,
    memory: () => noMemory,
  }),
);
