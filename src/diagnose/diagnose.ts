/**
 * Why the server fell: evidence in, the best explanation out. Where nothing in the evidence points
 * to a cause none is named; the manner of the end is told instead.
 */
import type { Diagnosis, Evidence } from './evidence.ts';
import { type Match, matching } from './match.ts';
import { allNames } from './names.ts';
import { type Facts, readFacts } from './output.ts';
import { allRules } from './rules/all.ts';
import { fillAdvice, fillFirst } from './sentences.ts';

/** The command itself is not repeated: it may hold secrets. */
const tryIt = 'Run the command of the server in a terminal and read what it prints.';

/** The most certain explanation. Never throws; linear in its bounded input. */
export function diagnose(evidence: Evidence): Diagnosis {
  return candidates(evidence)[0] ?? unexplained(readFacts(evidence));
}

/** All explanations that fit, the most certain first, one per reason. May be empty. */
export function candidates(evidence: Evidence): Diagnosis[] {
  const matches = matching(allRules(), readFacts(evidence));
  const first = new Map<string, Match>();
  for (const match of matches)
    if (!first.has(match.rule.reason)) first.set(match.rule.reason, match);
  return [...first.values()].map((match) => spoken(match, evidence));
}

function spoken({ rule, names }: Match, evidence: Evidence): Diagnosis {
  const known = allNames(names, evidence);
  return {
    reason: rule.reason,
    title: rule.title,
    cause: fillFirst(rule.cause, known),
    advice: fillAdvice(rule.advice, known, evidence.platform),
    permanent: rule.permanent,
  };
}

/** No evidence, no cause. */
function unexplained({ evidence, silent }: Facts): Diagnosis {
  const names = allNames({}, evidence);
  const output = silent ? 'no output was captured' : 'its output names no known cause';
  if (evidence.spawnErrno !== undefined) {
    return {
      reason: 'server-unavailable',
      title: 'The command cannot be started',
      cause: fillFirst(
        ['The system refused to start `{program}`: {errno}.', 'The system refused: {errno}.'],
        names,
      ),
      advice: [tryIt],
      permanent: false,
    };
  }
  return {
    reason: 'server-exited',
    title: 'The server ended',
    cause: fillFirst(
      [`The server ended with {ending} after {uptime}; ${output}.`, `The server ended; ${output}.`],
      names,
    ),
    advice: [
      tryIt,
      'Start mcp-shield with `--log-level debug` to see everything the server writes.',
    ],
    permanent: false,
  };
}
