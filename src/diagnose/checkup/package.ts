/**
 * How mcp-shield would start a server that `npx` or `uvx` runs: past the runner, or not, and why.
 */
import { formatMs } from '../../base/amounts.ts';
import { type Check, note, ok } from './check.ts';
import type { Observed } from './observed.ts';

/** Undefined if the command is no package runner. */
export function judgePackage({ package: start, legacy }: Observed): Check | undefined {
  if (start === undefined) return undefined;
  const { runner, found, tookMs } = start;
  switch (found.kind) {
    case 'direct': {
      const { name, version, file, newer } = found;
      const text = `${name} ${version}, which mcp-shield starts without ${runner}`;
      const where = [`${file} (found in ${formatMs(Math.max(1, Math.round(tookMs)))})`];
      if (newer === undefined) return { ...ok('package', text), lines: where };
      const advice = [`${newer} is out: \`mcp-shield warm --update -- ${runner} ${name}\`.`];
      return note('package', text, { lines: where, advice });
    }
    case 'absent':
      // Its runner has kept it by then.
      if (legacy.greeting.kind === 'result') {
        return ok('package', `${found.spec} was not installed yet, and is now`);
      }
      return note('package', `${found.spec} is not installed yet; the first start takes longer`, {
        advice: [`Install it now: \`mcp-shield warm -- ${runner} ${found.spec}\`.`],
      });
    case 'left':
      return ok('package', `started by ${runner}, not directly: ${found.why}`);
  }
}
