/**
 * Which tools the client may see and call. What is hidden is cut out of a list where the list
 * goes to the client, and nowhere before: what is remembered and compared is what the server
 * said. Every other byte of a list stays as it came.
 */

import { walkElements } from '../base/json-members.ts';
import { messageLimits } from '../base/limits.ts';
import { memberAt, pathAt, textAt } from '../protocol/member.ts';
import { bytesOf, type Notification, type Outgoing, type Request } from '../protocol/message.ts';
import type { Failure } from './failure.ts';
import { matchesGlob } from './glob.ts';

export interface ToolPatterns {
  /** A tool that one of them means is hidden. */
  readonly hideTools: readonly string[];
  /** If there are any: a tool that none of them means is hidden. */
  readonly onlyTools: readonly string[];
}

/** Undefined where nothing is hidden: then nobody looks at a list. */
export function createToolFilter(patterns: ToolPatterns): ToolFilter | undefined {
  const { hideTools, onlyTools } = patterns;
  return hideTools.length + onlyTools.length > 0 ? new ToolFilter(patterns) : undefined;
}

export class ToolFilter {
  readonly #patterns: ToolPatterns;

  constructor(patterns: ToolPatterns) {
    this.#patterns = patterns;
  }

  /** `name`: undefined where an item of a list has none that can be read. */
  shows(name: string | undefined): boolean {
    const { hideTools, onlyTools } = this.#patterns;
    if (name === undefined) return onlyTools.length === 0;
    // Each pattern would be tried at all its places; what nobody has looked at is not shown.
    if (name.length > messageLimits.toolNameCharsMax) return false;
    if (hideTools.some((pattern) => matchesGlob(name, pattern))) return false;
    return onlyTools.length === 0 || onlyTools.some((pattern) => matchesGlob(name, pattern));
  }

  /** An answer to `tools/list` as the client may read it: the same if all is visible. */
  listed(out: Outgoing): Outgoing {
    const bytes = bytesOf(out);
    const tools = pathAt(bytes, undefined, 'result', 'tools');
    if (tools === undefined || bytes[tools.start] !== 0x5b) return out;
    const pieces: Buffer[] = [];
    let shownCount = 0;
    let hiddenCount = 0;
    let before = tools.start + 1;
    walkElements(bytes, tools, (start, end) => {
      if (this.shows(nameIn(bytes, start, end))) {
        // With the comma before it, and whatever space the server writes there.
        pieces.push(bytes.subarray(shownCount === 0 ? start : before, end));
        shownCount += 1;
      } else hiddenCount += 1;
      before = end;
      return true;
    });
    if (hiddenCount === 0) return out;
    const [head, tail] = [bytes.subarray(0, tools.start + 1), bytes.subarray(before)];
    return Buffer.concat([head, ...pieces, tail]);
  }

  /** Of parsed items those that the client may know of. */
  visible(items: readonly unknown[]): readonly unknown[] {
    return items.filter((item) => this.shows(nameOf(item)));
  }

  /** Why a call must not reach the server; undefined: it may. */
  refusal({ method, bytes, params }: Request | Notification): Failure | undefined {
    if (method !== 'tools/call' || params === undefined) return undefined;
    const span = memberAt(bytes, params, 'name');
    const name = span && textAt(bytes, span);
    if (name === undefined || this.shows(name)) return undefined;
    const { onlyTools } = this.#patterns;
    const option = onlyTools.length > 0 ? '--hide-tool or --only-tool' : '--hide-tool';
    return {
      reason: 'tool-hidden',
      message: `The tool ${shortened(name)} is hidden by ${option} of mcp-shield and was not called; use a tool of the list.`,
    };
  }
}

function nameIn(bytes: Buffer, start: number, end: number): string | undefined {
  const span = memberAt(bytes, { start, end }, 'name');
  return span && textAt(bytes, span);
}

function nameOf(item: unknown): string | undefined {
  if (item === null || typeof item !== 'object') return undefined;
  const { name } = item as { name?: unknown };
  return typeof name === 'string' ? name : undefined;
}

function shortened(name: string): string {
  const { toolNameShownChars } = messageLimits;
  return JSON.stringify(
    name.length > toolNameShownChars ? `${name.slice(0, toolNameShownChars)}…` : name,
  );
}
