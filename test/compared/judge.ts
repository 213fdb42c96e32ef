/**
 * Whether a session behind the shield was worse than the same session without it. Knows only what
 * both users saw, and what an ordinary server would have said.
 */
import type { OddServer } from './behaviour.ts';
import type { Outcome, Transcript } from './transcript.ts';

export interface Verdict {
  readonly verdict: 'same' | 'better' | 'worse';
  /** For each difference what it is; the first word is that of its own verdict. */
  readonly why: readonly string[];
}

/**
 * How much longer something may take behind the shield: it starts a process more, and keeps what
 * it is not sure of for 1–2 s. The machine may be busy.
 */
const factorMax = 3;
const additiveMs = 2_500;

/** The better one has the higher number: a hang is worse than to be told that it is over. */
const ranks = { nothing: 0, closed: 1, error: 2, result: 3 } as const;

export function judge(row: OddServer, bare: Transcript, shielded: Transcript): Verdict {
  const why = [
    ...Object.entries(bare.outcomes).flatMap(([label, outcome]) => {
      const other = shielded.outcomes[label] ?? { kind: 'nothing', tookMs: 0 };
      return [...judgeOutcome(label, outcome, other), ...judgeTime(label, outcome, other)];
    }),
    ...judgeNotices(row, bare, shielded),
    ...judgeCount('lines that are no message', bare.junk, shielded.junk),
    ...judgeCount('answers to nothing that is open', bare.strays, shielded.strays),
    ...judgeEnd(bare, shielded),
  ];
  const found = (word: string): boolean => why.some((it) => it.startsWith(word));
  return { verdict: found('worse') ? 'worse' : found('better') ? 'better' : 'same', why };
}

function judgeOutcome(label: string, bare: Outcome, shielded: Outcome): string[] {
  const tell = (verdict: string): string[] => [
    `${verdict}: ${label}: ${shown(bare)} → ${shown(shielded)}`,
  ];
  if (isTruth(label, shielded)) return isTruth(label, bare) ? [] : tell('better');
  // An error of the server is its answer; one of the client itself says that it got none.
  const answered = bare.kind === 'error' && !bare.own;
  if (shielded.kind === 'result' && answered) return tell('worse');
  if (ranks[bare.kind] !== ranks[shielded.kind]) {
    return tell(ranks[bare.kind] < ranks[shielded.kind] ? 'better' : 'worse');
  }
  if (bare.kind === 'result' && shielded.kind === 'result') {
    return JSON.stringify(bare.value) === JSON.stringify(shielded.value) ? [] : tell('worse');
  }
  if (bare.kind === 'error' && shielded.kind === 'error') {
    if (bare.own) return shielded.own ? [] : tell('better');
    if (shielded.own) return tell('worse');
    const sameCode = bare.code === shielded.code || !Number.isInteger(bare.code);
    return sameCode && shielded.message.includes(bare.message) ? [] : tell('worse');
  }
  return [];
}

/** The result that an ordinary server gives, where its value is known. */
function isTruth(label: string, outcome: Outcome): boolean {
  if (outcome.kind !== 'result') return false;
  const [word = '', argument = ''] = label.split(' ');
  const { content, tools } = (outcome.value ?? {}) as Told;
  if (word === 'list') return tools?.[0]?.name === 'echo';
  const tool = { call: 'echo', slow: 'slow', steps: 'steps' }[word];
  return tool !== undefined && content?.[0]?.text === `${tool} says ${argument}`;
}

interface Told {
  readonly content?: readonly { readonly text?: unknown }[];
  readonly tools?: readonly { readonly name?: unknown }[];
}

function judgeTime(label: string, bare: Outcome, shielded: Outcome): string[] {
  if (bare.kind !== shielded.kind || bare.kind === 'nothing' || bare.kind === 'closed') return [];
  if (shielded.tookMs <= factorMax * bare.tookMs + additiveMs) return [];
  const ms = [bare, shielded].map(({ tookMs }) => Math.round(tookMs));
  return [`worse: ${label}: ${ms[0]} ms → ${ms[1]} ms`];
}

/** After a fall the shield tells what has changed with the new server. */
const toldAfterFall = /list_changed|notifications\/cancelled|resources\/updated/;

function judgeNotices({ steps }: OddServer, bare: Transcript, shielded: Transcript): string[] {
  const left = [...shielded.notices];
  const missing = bare.notices.filter((notice) => {
    const at = left.indexOf(notice);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const revives = steps.includes('revive');
  const extra = left.filter((notice) => !(revives && toldAfterFall.test(notice)));
  const more = extra.length > 0 && missing.length === 0 && shielded.junk < bare.junk;
  return [
    ...missing.map((notice) => `worse: not told: ${notice}`),
    // What was salvaged from a line that the client alone cannot read.
    ...extra.map((notice) => `${more ? 'better' : 'worse'}: told: ${notice}`),
  ];
}

function judgeCount(what: string, bare: number, shielded: number): string[] {
  if (bare === shielded) return [];
  return [`${shielded > bare ? 'worse' : 'better'}: ${what}: ${bare} → ${shielded}`];
}

function judgeEnd({ end: bare }: Transcript, { end: shielded }: Transcript): string[] {
  if (bare === undefined || shielded === undefined) return [];
  if (bare.kind !== shielded.kind) {
    const verdict = shielded.kind === 'stayed' ? 'worse' : 'better';
    return [`${verdict}: at the end: ${bare.kind} → ${shielded.kind}`];
  }
  if (shielded.tookMs <= factorMax * bare.tookMs + additiveMs) return [];
  return [`worse: the end: ${Math.round(bare.tookMs)} ms → ${Math.round(shielded.tookMs)} ms`];
}

function shown(outcome: Outcome): string {
  let text: string;
  if (outcome.kind === 'result') text = JSON.stringify(outcome.value) ?? 'nothing';
  else if (outcome.kind === 'error') {
    text = `${outcome.own ? 'own error' : 'error'} ${outcome.code ?? ''} ${outcome.message}`;
  } else text = outcome.kind === 'nothing' ? 'no answer' : 'closed';
  return text.replace(/\s+/g, ' ').slice(0, 160);
}
