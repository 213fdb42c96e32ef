/** What a parser makes of a text: the last failure it finds, or nothing. */
import type {
  FailureParser,
  ParsedFailure,
} from '../../../src/diagnose/failures/parsed-failure.ts';
import { plainLines } from '../../../src/diagnose/output.ts';

/** Lines as the diagnosis reads them. */
export function parsed(parse: FailureParser, text: string): ParsedFailure | undefined {
  return parse(plainLines(text)).at(-1);
}
