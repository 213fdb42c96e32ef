import { describe, expect, it } from 'vitest';
import { Link } from '../../src/session/link.ts';

const failure = { reason: 'server-unavailable', message: 'There is no server.' };
const replay = { id: 1, swallows: true, deadline: 500 };

/** How each state is reached, by legal transitions alone. */
const states = {
  down: [],
  asleep: [(link: Link) => link.sleep()],
  refusing: [(link: Link) => link.refuseAll(failure)],
  replaying: [(link: Link) => link.beginReplay(replay)],
  'awaiting-initialized': [
    (link: Link) => link.beginReplay(replay),
    (link: Link) => link.awaitInitialized(),
  ],
  'open, unpinned': [(link: Link) => link.open(false)],
  'open, pinned': [(link: Link) => link.open(false), (link: Link) => link.pin()],
  'pausing, unpinned': [(link: Link) => link.open(false), (link: Link) => link.pause()],
  'pausing, pinned': [(link: Link) => link.open(true), (link: Link) => link.pause()],
} satisfies Record<string, ((link: Link) => void)[]>;

type StateName = keyof typeof states;

const transitions = {
  goDown: (link: Link) => link.goDown(),
  sleep: (link: Link) => link.sleep(),
  beginReplay: (link: Link) => link.beginReplay(replay),
  swallow: (link: Link) => link.swallow(),
  awaitInitialized: (link: Link) => link.awaitInitialized(),
  open: (link: Link) => link.open(true),
  pin: (link: Link) => link.pin(),
  pause: (link: Link) => link.pause(),
  resume: (link: Link) => link.resume(),
  refuseAll: (link: Link) => link.refuseAll(failure),
};

type TransitionName = keyof typeof transitions;

/** Where each legal transition leads; every other pair is illegal. */
const legal: Record<StateName, Partial<Record<TransitionName, StateName>>> = {
  down: {
    goDown: 'down',
    sleep: 'asleep',
    beginReplay: 'replaying',
    open: 'open, pinned',
    refuseAll: 'refusing',
  },
  asleep: {
    goDown: 'down',
    beginReplay: 'replaying',
    open: 'open, pinned',
    refuseAll: 'refusing',
  },
  refusing: { beginReplay: 'replaying', open: 'open, pinned', refuseAll: 'refusing' },
  replaying: {
    goDown: 'down',
    beginReplay: 'replaying',
    swallow: 'replaying',
    awaitInitialized: 'awaiting-initialized',
    open: 'open, pinned',
    refuseAll: 'refusing',
  },
  'awaiting-initialized': { goDown: 'down', open: 'open, pinned', refuseAll: 'refusing' },
  'open, unpinned': {
    goDown: 'down',
    beginReplay: 'replaying',
    pin: 'open, pinned',
    pause: 'pausing, unpinned',
    refuseAll: 'refusing',
  },
  'open, pinned': {
    goDown: 'down',
    beginReplay: 'replaying',
    pin: 'open, pinned',
    pause: 'pausing, pinned',
    refuseAll: 'refusing',
  },
  'pausing, unpinned': { goDown: 'down', resume: 'open, unpinned', refuseAll: 'refusing' },
  'pausing, pinned': { goDown: 'down', resume: 'open, pinned', refuseAll: 'refusing' },
};

function linkIn(state: StateName): Link {
  const link = new Link();
  for (const step of states[state]) step(link);
  return link;
}

function nameOf(link: Link): string {
  const isPinnable = link.kind === 'open' || link.kind === 'pausing';
  return isPinnable ? `${link.kind}, ${link.pinned ? 'pinned' : 'unpinned'}` : link.kind;
}

const pairs = (Object.keys(states) as StateName[]).flatMap((state) =>
  (Object.keys(transitions) as TransitionName[]).map((transition) => ({
    state,
    transition,
    leadsTo: legal[state][transition],
  })),
);

describe('the link to a server', () => {
  it.each(pairs.filter(({ leadsTo }) => leadsTo !== undefined))(
    'goes from $state by $transition to $leadsTo',
    ({ state, transition, leadsTo }) => {
      const link = linkIn(state);
      expect(nameOf(link)).toBe(state);
      transitions[transition](link);
      expect(nameOf(link)).toBe(leadsTo);
    },
  );

  it.each(pairs.filter(({ leadsTo }) => leadsTo === undefined))(
    'refuses $transition in $state, and stays as it was',
    ({ state, transition }) => {
      const link = linkIn(state);
      expect(() => transitions[transition](link)).toThrow(`cannot ${transition}`);
      expect(nameOf(link)).toBe(state);
    },
  );

  it('opens for a server that has not been told its era', () => {
    const link = new Link();
    link.open(false);
    expect(nameOf(link)).toBe('open, unpinned');
  });

  it('knows what belongs to a state in that state only', () => {
    const known = (Object.keys(states) as StateName[]).map((state) => {
      const { swallows, replayDeadline, replayId, pinned, failure: answer } = linkIn(state);
      return {
        state,
        swallows,
        isTimed: Number.isFinite(replayDeadline),
        answer,
        replayId,
        pinned,
      };
    });
    expect(known.filter(({ pinned }) => pinned).map(({ state }) => state)).toEqual([
      'open, pinned',
      'pausing, pinned',
    ]);
    expect(known.filter(({ replayId }) => replayId === 1).map(({ state }) => state)).toEqual([
      'replaying',
    ]);
    expect(known.filter(({ swallows }) => swallows).map(({ state }) => state)).toEqual([
      'replaying',
    ]);
    expect(known.filter(({ isTimed }) => isTimed).map(({ state }) => state)).toEqual(['replaying']);
    expect(known.filter(({ answer }) => answer !== undefined)).toMatchObject([
      { state: 'refusing', answer: failure },
    ]);
  });

  it('lets the client read the answer to a greeting that it waits for', () => {
    const link = new Link();
    link.beginReplay({ id: 1, swallows: false, deadline: 7 });
    expect(link.swallows).toBe(false);
    expect(link.replayDeadline).toBe(7);
  });

  it('keeps whose answer is awaited, and until when, once the client was answered', () => {
    const link = new Link();
    link.beginReplay({ id: 1, swallows: false, deadline: 7 });
    link.swallow();
    expect([link.swallows, link.replayId, link.replayDeadline]).toEqual([true, 1, 7]);
  });
});
