/**
 * The demo: the same session bare and behind mcp-shield, and then what of it was seen. Knows
 * neither the client nor the server: those of `mcp-shield demo` are small, those of `npm run demo`
 * the official SDK's and a published server.
 */
import { demoLimits } from '../../base/limits.ts';
import type { DemoClient } from './demo-client.ts';
import { type DemoStep, type PlayedSession, playSession } from './play-session.ts';
import type { Transcript } from './transcript.ts';

/** One of the two ways to start the server. */
interface DemoStart {
  /** As a person would type it. */
  readonly shown: string;
  readonly open: () => DemoClient;
}

export interface DemoCast {
  readonly introduction: string;
  readonly bare: DemoStart;
  readonly shielded: DemoStart;
}

const closed = 'MCP error -32000: Connection closed';

/** Resolves with true if everything was seen that it claims. */
export async function tellDemo(cast: DemoCast, transcript: Transcript): Promise<boolean> {
  transcript.say(cast.introduction);
  const play = (start: DemoStart): Promise<PlayedSession> =>
    playSession(start.open(), {
      told: (step, { isOk, text }) => transcript.outcome(step, isOk, text),
      killed: (pid) =>
        transcript.alarm(`kill -9 ${pid}: the server is gone, two requests in flight`),
    });

  transcript.heading('without mcp-shield', cast.bare.shown);
  const bare = await play(cast.bare);
  const different = [...new Set(bare.complaints)].slice(0, demoLimits.complaintsShownMax);
  const count = bare.complaints.length;
  transcript.quote(`${count} complaints of the client about its input, among them`, different);

  transcript.heading('with mcp-shield', cast.shielded.shown);
  const shielded = await play(cast.shielded);
  const said = shielded.stderr.match(/mcp-shield \w+: .*/g) ?? [];
  transcript.quote('what mcp-shield said on stderr, where it also put the noise', said);

  transcript.heading('what was seen');
  const claims = claimsOf(bare, shielded);
  for (const [claim, holds] of claims) transcript.verdict(claim, holds);
  return claims.every(([, holds]) => holds);
}

type Claim = readonly [claim: string, holds: boolean];

function claimsOf(bare: PlayedSession, shielded: PlayedSession): readonly Claim[] {
  return [
    ['without: the client complains of lines that are not JSON', bare.complaints.length > 0],
    ['without: an answer behind other text on its line is lost', fails(bare, 'sum', 'timed out')],
    [
      `without: the kill ends the session with "${closed}"`,
      bare.closedByItself &&
        fails(bare, 'call in flight', closed) &&
        fails(bare, 'list in flight', closed) &&
        fails(bare, 'echo', 'Not connected'),
    ],
    ['with: nothing but JSON-RPC reaches the client', shielded.complaints.length === 0],
    ['with: the answer behind other text arrives', shows(shielded, 'sum', '42')],
    ['with: the call in flight is answered that it may have run', explains(shielded)],
    [
      'with: the list in flight is answered by the next server',
      shows(shielded, 'list in flight', 'tools'),
    ],
    [
      'with: the session goes on',
      !shielded.closedByItself &&
        shows(shielded, 'echo', 'there?') &&
        shows(shielded, 'sum again', '42'),
    ],
  ];
}

function fails({ outcomes }: PlayedSession, step: DemoStep, text: string): boolean {
  const outcome = outcomes.get(step);
  return outcome?.isOk === false && outcome.text.includes(text);
}

function shows({ outcomes }: PlayedSession, step: DemoStep, text: string): boolean {
  const outcome = outcomes.get(step);
  return outcome?.isOk === true && outcome.text.includes(text);
}

function explains(seen: PlayedSession): boolean {
  const data = seen.outcomes.get('call in flight')?.data as { source?: unknown } | undefined;
  return fails(seen, 'call in flight', 'may have run') && data?.source === 'mcp-shield';
}
