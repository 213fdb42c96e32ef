/**
 * Tries the proof with every fault of the table: each is put into a copy of the sources, and what
 * sees it is printed. Ends with 1 if one is seen by nobody.
 *
 *   --only TEXT      faults whose name has it, or these: a|b
 *   --slice K/N      the K-th of N slices of the table
 *   --jobs N         so many at a time (2)
 *   --worlds N       simulated worlds for each (3000)
 *   --quick          pure tests only where no world sees it
 *   --by world|pure  by nobody else
 */

import { parseArgs } from 'node:util';
import type { Fault } from '../../../test/faults/fault.ts';
import { faults } from '../../../test/faults/faults.ts';
import { type Seen, Workspace } from './workspace.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    slice: { type: 'string', default: '1/1' },
    jobs: { type: 'string', default: '2' },
    worlds: { type: 'string', default: '3000' },
    quick: { type: 'boolean', default: false },
    by: { type: 'string' },
  },
});

interface Row {
  readonly name: string;
  readonly world: Seen;
  readonly pure: Seen;
  readonly processes: Seen;
}

function chosen(): readonly Fault[] {
  const [slice = 1, slices = 1] = values.slice.split('/').map(Number);
  const texts = values.only?.split('|');
  return faults
    .filter(({ name }) => texts === undefined || texts.some((text) => name.includes(text)))
    .filter((_fault, index) => index % slices === slice - 1);
}

async function lookAt(workspace: Workspace, fault: Fault): Promise<Row> {
  let [world, pure, processes]: Seen[] = [];
  await workspace.with(fault, async () => {
    if (fault.seenBy !== undefined) {
      processes = await workspace.processes(fault.seenBy);
      return;
    }
    if (values.by !== 'pure') world = await workspace.worlds(Number(values.worlds));
    const isEnough = values.by === 'world' || (values.quick && world !== undefined);
    if (!isEnough) pure = await workspace.pure();
  });
  return { name: fault.name, world, pure, processes };
}

function told({ name, world, pure, processes }: Row): string {
  const seen = [
    ...(world === undefined ? [] : [`world: ${world.replace(/^world /, '')}`]),
    ...(pure === undefined ? [] : [`pure: ${pure}`]),
    ...(processes === undefined ? [] : [`process: ${processes}`]),
  ];
  return `${seen.length === 0 ? 'NOT SEEN' : 'seen'}  ${name}\n${seen.map((line) => `      ${line}\n`).join('')}`;
}

async function main(): Promise<void> {
  const queue = [...chosen()];
  const rows: Row[] = [];
  const work = async (): Promise<void> => {
    const workspace = new Workspace();
    try {
      for (let fault = queue.shift(); fault !== undefined; fault = queue.shift()) {
        const row = await lookAt(workspace, fault);
        rows.push(row);
        process.stdout.write(told(row));
      }
    } finally {
      workspace.remove();
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  const of = (who: keyof Row): number => rows.filter((row) => row[who] !== undefined).length;
  const unseen = rows.filter(({ world, pure, processes }) => !(world ?? pure ?? processes));
  console.log(
    `${rows.length} faults: ${of('world')} seen by the world, ${of('pure')} by pure tests, ${of('processes')} by tests with processes, ${unseen.length} by nobody`,
  );
  for (const { name } of unseen) console.log(`  nobody sees: ${name}`);
  if (unseen.length > 0) process.exitCode = 1;
}

void main();
