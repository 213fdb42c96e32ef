/**
 * The page of causes, `docs/causes.md`: one heading for each reason, which `data.docs` of an error
 * points to. Made of the same rows that explain a fall. Pure: opens no file.
 */
import type { Advice } from '../../src/diagnose/rule.ts';
import { sayingsByReason, withoutNames } from './troubleshooting.ts';

const head = `\
# Causes

<!-- written by \`npm run readme\` from the rows in src/diagnose -->

Each error of mcp-shield carries a reason (\`data.reason\`). This page has a heading for each reason
that explains why a server fell: what it means and what can be done, the most promising first.
\`<name>\` stands for what the error itself names.
`;

const systems = { posix: 'Linux and macOS', linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

/** The page, reasons in alphabetical order. */
export function causesPage(): string {
  const sections = [...sayingsByReason()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reason, sayings]) => {
      const titles = [...new Set(sayings.map(({ title }) => `${title}.`))];
      const advice = [...new Set(sayings.flatMap((saying) => saying.advice.flatMap(lines)))];
      return `## ${reason}\n\n${titles.join('\n')}\n\n${advice.join('\n')}\n`;
    });
  return [head, ...sections].join('\n');
}

function lines(advice: Advice): string[] {
  if (typeof advice === 'string') return [`* ${withoutNames(advice)}`];
  return (Object.keys(systems) as (keyof typeof systems)[]).flatMap((key) => {
    const sentence = advice[key];
    return sentence === undefined ? [] : [`* ${systems[key]}: ${withoutNames(sentence)}`];
  });
}
