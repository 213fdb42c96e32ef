/**
 * What a parser makes of a text: the last failure it finds, or nothing. As a table: what is
 * printed, and the whole failure; its block is all that is printed, where nothing else is said.
 */
import { expect, it } from 'vitest';
import type {
  FailureKind,
  FailureParser,
  ParsedFailure,
} from '../../../src/diagnose/failures/parsed-failure.ts';
import { plainLines } from '../../../src/diagnose/output.ts';

/** Lines as the diagnosis reads them. */
export function parsed(parse: FailureParser, text: string): ParsedFailure | undefined {
  return parse(plainLines(text)).at(-1);
}

/** Without a failure the lines are none of this kind. */
export type Row = readonly [lines: string | readonly string[], failure?: Partial<ParsedFailure>];

export function finds(parse: FailureParser, kind: FailureKind, rows: readonly Row[]): void {
  it.each(rows.map((row) => [[row[0]].flat().join(' ⏎ ').slice(0, 90), ...row] as const))(
    '%s',
    (_, printed, failure) => {
      const lines = [printed].flat();
      const found = parse(lines).at(-1);
      if (failure === undefined) {
        expect(found).toBeUndefined();
        return;
      }
      const { first = 0, last = lines.length - 1 } = failure;
      const text = lines.slice(first, last + 1).join('\n');
      expect(found).toStrictEqual({ kind, text, first, last, ...failure });
    },
  );
}

/** Lines that belong to the block of the head, and others that end it. */
export function goesOnWith(
  parse: FailureParser,
  head: string | readonly string[],
  { with: parts, without }: { with: readonly string[]; without: readonly string[] },
): void {
  const heads = [head].flat();
  const end = (line: string) => parse([...heads, line, 'Next']).at(-1)?.last;
  it.each(parts.map((line) => [line]))('goes on with: %s', (line) => {
    expect(end(line)).toBe(heads.length);
  });
  it.each(without.map((line) => [line]))('ends before: %s', (line) => {
    expect(end(line)).toBe(heads.length - 1);
  });
}

/** Lines of a kind, and others that only look like it. */
export function tells(
  is: (line: string) => boolean,
  { yes, no }: { yes: readonly string[]; no: readonly string[] },
): void {
  it.each(yes.map((line) => [line]))('is: %s', (line) => {
    expect(is(line)).toBe(true);
  });
  it.each(no.map((line) => [line]))('is not: %s', (line) => {
    expect(is(line)).toBe(false);
  });
}
