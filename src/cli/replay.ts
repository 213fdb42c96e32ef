/**
 * The command `replay`: feeds a recording to the core of this version and shows, step by step,
 * what happened and what is decided. Exit code 1 if that is not what was decided then.
 */
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { describe, exitCodes } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { systemError } from '../client-files/file-error.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import { linesOf } from '../protocol/lines.ts';
import type { World } from '../runner/world.ts';
import type { Shield, ShieldEffect } from '../shield/events.ts';
import {
  type Heading,
  headingStart,
  type PlayableStep,
  readHeading,
  readStep,
} from '../shield/recording/format.ts';
import { messagesIn, summaryOf } from '../shield/recording/summary.ts';
import { createShield } from '../shield/step.ts';
import { readOwnArgs, written } from './command-args.ts';
import { wrongUsage } from './command-line.ts';

const stepStart = '{"t":';
const indent = ' '.repeat(14);

export function replay(args: readonly string[], { world }: { readonly world: World }): number {
  const { names, options } = readOwnArgs('replay', args, 1);
  const [file] = names;
  const contents = options.has('contents');
  if (file === undefined) {
    throw wrongUsage(`replay needs a file, which --record makes: ${written('replay')}`);
  }
  const { heading, steps } = readRecording(file);
  if (contents && !heading.contents) {
    throw wrongUsage(`${file} has no contents: it was recorded without --record-contents`);
  }
  const shield = shieldOf(heading);
  let different: number | undefined;
  world.stdout.write(headline(heading, steps.length));
  for (const [index, step] of steps.entries()) {
    const effects = stepOf(shield, step, `${file}, step ${index + 1}`);
    const same = isSame(summaryOf(effects), step.decided);
    if (!same) different ??= index + 1;
    world.stdout.write(tell(step, effects, { same, contents }));
  }
  if (different === undefined) {
    world.stdout.write(`\n${steps.length} steps, the same decisions as recorded.\n`);
    return exitCodes.done;
  }
  world.stdout.write(`\nStep ${different} of ${steps.length} is the first decided otherwise.\n`);
  return exitCodes.problemsFound;
}

/** Whatever stands in a file, it is the file that is wrong. */
function stepOf(shield: Shield, { event, t }: PlayableStep, place: string) {
  try {
    return shield.step(event, t);
  } catch (error) {
    throw wrongUsage(`${place}: it cannot be played (${describe(error).split('\n')[0]})`);
  }
}

function readRecording(file: string): { heading: Heading; steps: PlayableStep[] } {
  const [first = '', ...lines] = read(file).split('\n');
  const heading = readHeading(first);
  if (heading === undefined)
    throw wrongUsage(
      `${file} is not a recording: its line 1 is not the start of one; --record makes them`,
    );
  const steps: PlayableStep[] = [];
  for (const [index, line] of lines.entries()) {
    // A second session that was recorded into the same file.
    if (line.startsWith(headingStart)) break;
    const step = readStep(line);
    if (step === undefined && !isCutOff(lines, index)) {
      throw wrongUsage(`${file}, line ${index + 2}: this is not a step of a recording`);
    }
    if (step !== undefined) steps.push(step);
  }
  return { heading, steps };
}

/** The end of a session that was killed: nothing follows it, or another session. */
function isCutOff(lines: readonly string[], index: number): boolean {
  const [line = '', next = ''] = lines.slice(index);
  if (line === '' && next === '') return true;
  if (!stepStart.startsWith(line.slice(0, stepStart.length)) || isJson(line)) return false;
  return line.includes(headingStart) || next === '' || next.startsWith(headingStart);
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw systemError(file, 'read', error);
  }
}

/** Secrets were taken out when it was recorded. */
function shieldOf({ options, platform, cwd }: Heading): Shield {
  const decode = (bytes: Buffer): string => bytes.toString();
  const redact = (text: string): string => text;
  return createShield(options, { isUtf8, decode, diagnose, redact, platform, cwd });
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}

function headline({ options, startedAt, version, contents }: Heading, count: number): string {
  const what = contents ? 'with contents' : 'without contents';
  const lines = [
    options.command.join(' '),
    `${startedAt}, mcp-shield ${version}, ${count} steps ${what}`,
  ];
  return `${lines.map(visible).join('\n')}\n\n`;
}

function tell(
  { t, event, decided }: PlayableStep,
  effects: readonly ShieldEffect[],
  { same, contents }: { readonly same: boolean; readonly contents: boolean },
) {
  const told = toldOf(event);
  const lines = [`${`${t.toFixed(1)} ms`.padStart(12)}  ${event.type} ${told}`.trimEnd()];
  const chunks = contents && 'chunk' in event ? [event.chunk] : [];
  for (const line of bodies(chunks)) lines.push(line);
  for (const effect of effects) {
    for (const told of tellEffect(effect)) lines.push(told);
    const buffers = contents && 'buffers' in effect ? effect.buffers : [];
    for (const line of bodies(buffers)) lines.push(line);
  }
  if (!same) for (const line of decided) lines.push(`${indent}but was: ${line}`);
  return `${lines.map(visible).join('\n')}\n`;
}

function tellEffect(effect: ShieldEffect): string[] {
  const lines =
    effect.type === 'log' ? [`log ${effect.level}: ${effect.message}`] : summaryOf([effect]);
  return lines.map((line) => `${indent}→ ${line}`);
}

/** Line by line, as it was recorded. */
function bodies(pieces: readonly Buffer[]): string[] {
  const lines = linesOf(pieces).map((line) => line.toString().trimEnd());
  return lines.map((line) => `${indent}  ${line}`);
}

function toldOf(event: PlayableStep['event']): string {
  if (event.type === 'server-complained') return JSON.stringify(event.chunk.toString().trimEnd());
  return 'chunk' in event ? messagesIn(event.chunk).join(', ') : details(event);
}

function details({ type: _type, ...rest }: PlayableStep['event']): string {
  return Object.entries(rest)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
