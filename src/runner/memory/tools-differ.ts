/**
 * How the tools of a server differ from those it had when it was last heard: a description that
 * changes between two runs changes what a model is told. Counts, and judges nothing.
 */
import { type HeardAnswer, outcomeText, readHeard } from '../../session/heard.ts';
import { canonical, parsePage } from '../../session/lists.ts';

export interface ToolsDifference {
  readonly added: number;
  readonly removed: number;
  /** Not `changed`: in a line of the log that is a list of names. */
  readonly altered: number;
}

/** Of what was remembered, before and now; undefined: nothing, or one of them is not known. */
export function toolsDiffer(before: unknown, after: unknown): ToolsDifference | undefined {
  const [old, now] = [toolsIn(before), toolsIn(after)];
  if (old === undefined || now === undefined) return undefined;
  const added = [...now.keys()].filter((name) => !old.has(name)).length;
  const removed = [...old.keys()].filter((name) => !now.has(name)).length;
  const altered = [...now].filter(([name, tool]) => (old.get(name) ?? tool) !== tool).length;
  return added + removed + altered === 0 ? undefined : { added, removed, altered };
}

/** By their names; undefined: the list is not there, or not to its end. */
function toolsIn(remembered: unknown): ReadonlyMap<string, string> | undefined {
  const { lists } = (remembered ?? {}) as { lists?: Readonly<Record<string, unknown>> };
  const pages = lists?.['tools/list'];
  if (!Array.isArray(pages)) return undefined;
  const tools = new Map<string, string>();
  let cursor: string | undefined;
  for (const page of pages as unknown[]) {
    const heard = readHeard((page as { answer?: unknown } | null)?.answer);
    const read = heard && pageOf(heard);
    if (read === undefined) return undefined;
    cursor = read.nextCursor;
    for (const tool of read.items) tools.set(nameOf(tool), canonical(tool));
  }
  return cursor === undefined ? tools : undefined;
}

function pageOf(heard: HeardAnswer): ReturnType<typeof parsePage> {
  return heard.isError ? undefined : parsePage('tools/list', outcomeText(heard));
}

function nameOf(tool: unknown): string {
  const { name } = (tool ?? {}) as { name?: unknown };
  return typeof name === 'string' ? name : canonical(tool);
}
