/**
 * Why the server fell: evidence in, the best explanation out. The ending first, then the failure
 * that came last, then its kind, then words on that failure alone. Where none of them points to a
 * cause none is named: the manner of the end is told, and the server's own last line.
 */
import { diagnoseLimits } from '../base/limits.ts';
import type { Diagnosis, Evidence, ReportedFailure } from './evidence.ts';
import { isClass } from './last-words.ts';
import { bestMatch, type Match, matching } from './match.ts';
import { advisedNames, allNames } from './names.ts';
import { type Facts, readFacts } from './output.ts';
import { allFamilies, type Family } from './rules/all.ts';
import { cutWords, fillAdvice, fillFirst, withQuote } from './sentences.ts';

/** The command itself is not repeated: it may hold secrets. */
const tryIt = 'Run the command of the server in a terminal and read what it prints.';

/** What is said where no row fits: the manner of the end. */
export const unknownCauses = {
  notStarted: {
    reason: 'server-unavailable',
    title: 'The command cannot be started',
    advice: [tryIt],
  },
  ended: {
    reason: 'server-exited',
    title: 'The server ended',
    advice: [
      tryIt,
      'Start mcp-shield with `--log-level debug` to see everything the server writes.',
    ],
  },
} as const;

type Redact = (text: string) => string;

const asItIs: Redact = (text) => text;

/**
 * The most certain explanation. Never throws; linear in its bounded input. `redact` takes secrets
 * out of the server's words before they are cut: half a secret is not recognised.
 */
export function diagnose(evidence: Evidence, redact: Redact = asItIs): Diagnosis {
  return diagnoseWith(allFamilies(), evidence, redact);
}

/** The same with other knowledge: what is said of failures that no row knows, can be measured. */
export function diagnoseWith(
  families: readonly Family[],
  evidence: Evidence,
  redact: Redact = asItIs,
): Diagnosis {
  const facts = readFacts(evidence);
  const match = explanation(families, facts);
  return match === undefined ? unexplained(facts, redact) : spoken(match, facts, redact);
}

/** All explanations that fit, the most certain first, one per reason. May be empty. */
export function candidates(evidence: Evidence, redact: Redact = asItIs): Diagnosis[] {
  const facts = readFacts(evidence);
  const first = new Map<string, Match>();
  const all = matching(allFamilies(), facts);
  // The manner of the end is no explanation beside one.
  const causes = all.filter(({ footing }) => footing !== 'manner');
  for (const match of causes.length > 0 ? causes : all) {
    if (!first.has(match.rule.reason)) first.set(match.rule.reason, match);
  }
  return [...first.values()].map((match) => spoken(match, facts, redact));
}

/** Where the last failure has no known cause, the one it was raised from may have. */
function explanation(families: readonly Family[], facts: Facts): Match | undefined {
  const best = bestMatch(families, facts);
  const from = facts.failure?.from;
  if (from === undefined || (best !== undefined && best.footing !== 'manner')) return best;
  const deeper = bestMatch(families, { ...facts, failure: from, text: from.text });
  return deeper === undefined || deeper.footing === 'manner' ? best : deeper;
}

function spoken({ rule, names, footing }: Match, facts: Facts, redact: Redact): Diagnosis {
  const { evidence, quote } = facts;
  const cause = fillFirst(rule.cause, allNames(names, evidence));
  const quoted = rule.quotes === true || footing === 'words';
  return {
    reason: rule.reason,
    title: rule.title,
    cause: quoted ? withQuote(cause, words(quote, redact)) : cause,
    advice: fillAdvice(rule.advice, advisedNames(names, evidence), evidence.platform),
    permanent: rule.permanent && isCertain({ rule, footing }, facts),
    ...reported(facts, redact),
  };
}

/** Words alone are not certain, and a false permanent cause costs the session its restarts. */
function isCertain({ rule, footing }: Pick<Match, 'rule' | 'footing'>, facts: Facts): boolean {
  const code = facts.failure?.code;
  if (logged(facts)) return footing === 'ending' || footing === 'manner';
  if (footing !== 'words') return true;
  return code !== undefined && rule.sees.confirmedBy?.includes(code) === true;
}

/** Whoever logs an error may go on. */
function logged({ failure }: Facts): boolean {
  return failure?.kind === 'line';
}

function words(quote: string | undefined, redact: Redact): string | undefined {
  return quote === undefined ? undefined : cutWords(redact(quote));
}

function reported(
  { failure, quote }: Facts,
  redact: Redact,
): { words?: string; failure?: ReportedFailure } {
  const said = words(quote, redact);
  const quoted = said === undefined ? {} : { words: said };
  if (failure === undefined) return quoted;
  const { type, code, message } = failure;
  return {
    ...quoted,
    failure: {
      ...(isClass(type) && { type }),
      ...(code !== undefined && { code }),
      message: redact(message).slice(0, diagnoseLimits.quoteCharsMax),
    },
  };
}

/** No evidence, no cause. */
function unexplained(facts: Facts, redact: Redact): Diagnosis {
  const { evidence, silent, quote } = facts;
  const names = allNames({}, evidence);
  if (evidence.spawnErrno !== undefined) {
    return {
      ...unknownCauses.notStarted,
      cause: fillFirst(
        ['The system refused to start `{program}`: {errno}.', 'The system refused: {errno}.'],
        names,
      ),
      permanent: false,
    };
  }
  const said = silent ? undefined : words(quote, redact);
  const nothing = silent ? '; no output was captured' : '; its output names no cause';
  const output = said === undefined ? nothing : '';
  const cause = fillFirst(
    [`The server ended with {ending} after {uptime}${output}.`, `The server ended${output}.`],
    names,
  );
  return {
    ...unknownCauses.ended,
    cause: withQuote(cause, said),
    permanent: false,
    ...reported(facts, redact),
  };
}
