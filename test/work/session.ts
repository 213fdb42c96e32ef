/** Open sessions, and how often they looked at the encoding of how many bytes. */

import { isUtf8 } from 'node:buffer';
import { messageLimits } from '../../src/base/limits.ts';
import type { ShieldEffect, ShieldEvent } from '../../src/shield/events.ts';
import { createShield } from '../../src/shield/step.ts';
import { defaultOptions } from '../world/default-options.ts';
import { surroundings } from '../world/surroundings.ts';

export interface Session {
  step(event: ShieldEvent): readonly ShieldEffect[];
  lookedAt(): { readonly calls: number; readonly bytes: number };
}

/** A session that is open. */
export function greeted(): Session {
  const looks = { calls: 0, bytes: 0 };
  const shield = createShield(
    { ...defaultOptions, maxMessageBytes: 10_000_000 },
    {
      ...surroundings,
      isUtf8: (bytes) => {
        looks.calls += 1;
        looks.bytes += bytes.length;
        return isUtf8(bytes);
      },
    },
  );
  const step = (event: ShieldEvent) => shield.step(event, 0);
  const hello =
    '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18"}}\n';
  const answer =
    '{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-06-18","capabilities":{}}}\n';
  step({ type: 'started' });
  step({ type: 'server-spawned', generation: 1, pid: 1 });
  step({ type: 'client-sent', chunk: Buffer.from(hello) });
  step({ type: 'server-sent', generation: 1, chunk: Buffer.from(answer) });
  const ready = '{"jsonrpc":"2.0","method":"notifications/initialized"}\n';
  step({ type: 'client-sent', chunk: Buffer.from(ready) });
  return { step, lookedAt: () => ({ ...looks }) };
}

/** A session whose streams have both carried so much that they are read fast. */
export function busy(): Session {
  const session = greeted();
  const { fastAfterBytes } = messageLimits;
  const data = 'x'.repeat(fastAfterBytes);
  const news = `{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"${data}"}}\n`;
  session.step({ type: 'server-sent', generation: 1, chunk: Buffer.from(news) });
  const call = `{"jsonrpc":"2.0","id":"long","method":"tools/call","params":{"data":"${data}"}}\n`;
  session.step({ type: 'client-sent', chunk: Buffer.from(call) });
  return session;
}

export function partsOf(effects: readonly ShieldEffect[]): Buffer[] {
  return effects.flatMap((effect) => ('buffers' in effect ? [...effect.buffers] : []));
}
