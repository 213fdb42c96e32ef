/**
 * One line on a terminal that says what is going on, and is gone afterwards. Nothing is written
 * where no person looks.
 */
import { formatMs } from '../../base/amounts.ts';
import { examineLimits } from '../../base/limits.ts';
import { hasCursor } from '../../base/wants-colour.ts';
import type { World } from '../../runner/world.ts';

export interface Progress {
  begin(name: string): void;
  end(name: string): void;
  /** Before something else is printed. */
  wipe(): void;
  /** Wipes the line; it does not come again. */
  stop(): void;
}

const wipe = '\r\u001b[2K';

export function createProgress(total: number, { stderr, now }: World): Progress {
  if (!hasCursor(stderr.isTTY === true, process.env))
    return { begin() {}, end() {}, wipe() {}, stop() {} };
  const startedAt = now();
  const current = new Set<string>();
  let done = 0;
  const show = (): void => {
    const names = [...current].join(', ').slice(0, examineLimits.progressCharsMax);
    const time = formatMs(Math.floor((now() - startedAt) / 1_000) * 1_000);
    stderr.write(`${wipe}examining ${names} (${done} of ${total} done, ${time})`);
  };
  const timer = setInterval(show, examineLimits.progressMs);
  return {
    begin(name) {
      current.add(name);
      show();
    },
    end(name) {
      current.delete(name);
      done += 1;
    },
    wipe() {
      stderr.write(wipe);
    },
    stop() {
      clearInterval(timer);
      stderr.write(wipe);
    },
  };
}
