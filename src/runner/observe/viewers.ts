/**
 * Shows the messages of this session to `mcp-shield tail`, if it asks: now and then, while messages
 * pass, one look at whether a file is there. All else is loaded when somebody looks. Holds nothing
 * up and decides nothing.
 */
import { existsSync } from 'node:fs';
import { statusLimits } from '../../base/limits.ts';
import type { ObservedStep, Observer } from './observers.ts';
import type { Feed } from './view-feed.ts';
import { viewRequestFile } from './view-request.ts';

export interface ViewersDeps {
  readonly directory: () => string;
  readonly redact: (text: string) => string;
}

export function admitViewers({ directory, redact }: ViewersDeps): Observer {
  let file = '';
  let nextLookAt: number | undefined;
  let feed: Feed | undefined;
  /** Steps that passed while the feed was loaded. */
  let waiting: ObservedStep[] | undefined;
  const load = async (): Promise<void> => {
    try {
      const { openFeed } = await import('./view-feed.ts');
      feed = openFeed(file, redact, () => {
        feed = undefined;
      });
      for (const step of waiting ?? []) feed?.show(step);
    } catch {
      // mcp-shield was replaced while it ran.
    }
    waiting = undefined;
  };
  const observe: Observer['observe'] = (step) => {
    if (feed !== undefined) feed.show(step);
    else if (waiting !== undefined) {
      if (waiting.length < statusLimits.viewStepsMax) waiting.push(step);
    } else if (nextLookAt === undefined) {
      // Nobody can have found this session yet.
      nextLookAt = step.now + statusLimits.viewLookMs;
    } else if (step.now >= nextLookAt) {
      nextLookAt = step.now + statusLimits.viewLookMs;
      if (file === '') file = viewRequestFile(directory(), process.pid);
      if (!existsSync(file)) return;
      waiting = [step];
      void load();
    }
  };
  return { name: 'the live view', observe };
}
