/**
 * The command `status`: the shields that run on this machine now, and how their servers are.
 */
import { setTimeout as elapsed } from 'node:timers/promises';
import { formatMs } from '../base/amounts.ts';
import { exitCodes } from '../base/errors.ts';
import { statusLimits } from '../base/limits.ts';
import { visible } from '../base/visible.ts';
import { hasCursor } from '../base/wants-colour.ts';
import { installDirectory, statusDirectory } from '../runner/directories.ts';
import { readStatuses } from '../runner/observe/read-statuses.ts';
import type { Status } from '../runner/observe/status-file.ts';
import { readInstalls } from '../runner/packages/install-locks.ts';
import type { World } from '../runner/world.ts';
import { readOwnArgs } from './command-args.ts';
import { notRunning } from './not-running.ts';
import { statusJson } from './status-json.ts';

const whyUnreadable =
  'is not shown: it is of another version of mcp-shield, or not written by it; use that version';
const clearScreen = '\x1b[2J\x1b[H';

export async function status(
  args: readonly string[],
  { world }: { readonly world: World },
): Promise<number> {
  const { json, watch, name } = readStatusArgs(args);
  const told = new Set<string>();
  const show = (): boolean => {
    const { shown: all, unreadable } = readStatuses(statusDirectory());
    const shown = name === undefined ? all : all.filter((status) => status.name === name);
    const now = Date.now();
    const isMissing = name !== undefined && shown.length === 0 && all.length > 0;
    const people = isMissing ? `N${notRunning(name, all).slice(1)}\n` : render(shown, now);
    const text = json ? statusJson(shown) : people + installs(now);
    const isTerminal = 'isTTY' in world.stdout && world.stdout.isTTY === true;
    const clears = watch && !json && hasCursor(isTerminal, process.env);
    world.stdout.write(clears ? `${clearScreen}${text}` : text);
    for (const file of unreadable.filter((it) => !told.has(it))) {
      told.add(file);
      world.stderr.write(`mcp-shield: ${visible(file)} ${whyUnreadable}\n`);
    }
    return name === undefined || shown.some(serves);
  };
  let isServing = show();
  while (watch && world.stdout.writable) {
    await elapsed(statusLimits.refreshMs);
    isServing = show();
  }
  return isServing ? exitCodes.done : exitCodes.problemsFound;
}

interface StatusRequest {
  readonly json: boolean;
  readonly watch: boolean;
  /** Of all shields if undefined. */
  readonly name: string | undefined;
}

function readStatusArgs(args: readonly string[]): StatusRequest {
  const { names, options } = readOwnArgs('status', args, 1);
  return { json: options.has('json'), watch: options.has('watch'), name: names[0] };
}

/** A request would be answered: the server has been greeted, or is only asleep. */
function serves({ state, parties, protocol }: Status): boolean {
  const isGreeted = parties.server !== undefined || protocol !== undefined;
  return state === 'asleep' || (state === 'running' && isGreeted);
}

function render(statuses: readonly Status[], now: number): string {
  if (statuses.length === 0) return 'No shield is running here.\n';
  return statuses.map((status) => renderOne(status, now)).join('\n');
}

/** What is being installed for servers, perhaps for clients that have left. */
function installs(now: number): string {
  return readInstalls(installDirectory())
    .map(({ spec, manager, startedAt, pid }) => {
      const since = formatSpan(now - startedAt);
      return `\nInstalling ${visible(spec)} with ${manager} for ${since}  pid ${pid}\n`;
    })
    .join('');
}

function renderOne(status: Status, now: number): string {
  const { client, server } = status.parties;
  const spoken = status.protocol === undefined ? '' : `protocol ${status.protocol}`;
  const served = [...(server === undefined ? [] : [nameOf(server)]), spoken].filter(Boolean);
  const waiting = `has not answered initialize for ${formatSpan(now - status.startedAt)}`;
  const restarts = status.lives > 1 ? `, started ${status.lives} times` : '';
  const last = status.falls.at(-1);
  const rows: [string, string][] = [
    ['server', served.length > 0 ? served.join(', ') : waiting],
    ['client', client === undefined ? 'unknown' : nameOf(client)],
    ['up', `${formatSpan(now - status.startedAt)}${restarts}`],
    ['requests', `${status.requests}, ${status.filtered} pieces of output filtered`],
  ];
  if (last !== undefined) {
    const when = `${formatSpan(now - last.at)} ago`;
    rows.push(['falls', `${status.fallCount}, the last ${when}`]);
    rows.push(['cause', `${last.sentence} (${last.reason})`]);
  }
  const { name, state, pid, command } = status;
  if (status.remembered !== undefined) {
    const { since, what } = status.remembered;
    const ago = formatSpan(now - new Date(since).getTime());
    rows.push(['known', `${what.join(', ')}; heard ${ago} ago`]);
  }
  const { package: started } = status;
  if (started !== undefined) {
    const newer = started.newer === undefined ? '' : `, ${started.newer} is out`;
    rows.push(['package', `${started.name} ${started.version}, started directly${newer}`]);
  }
  const lines = [
    `${name}  ${state === 'running' && served.length === 0 ? 'starting' : state}  pid ${pid}`,
    `  ${command.join(' ')}`,
    ...rows.map(([title, text]) => `  ${title.padEnd(9)} ${text}`),
  ];
  // Both ends, the file of the client and the server's last words chose what stands in them.
  return lines.map((line) => `${visible(line)}\n`).join('');
}

function nameOf({ name, version }: { name: string; version?: string | undefined }): string {
  return version === undefined ? name : `${name} ${version}`;
}

/** Rough: what is long ago is not told in seconds. */
function formatSpan(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return formatMs(Math.max(0, ms));
  if (minutes < 120) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h`;
}
