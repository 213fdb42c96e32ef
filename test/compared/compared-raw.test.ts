/** Sessions of the clients without an SDK with all odd servers, and the table's own order. */
import { describe, expect, it } from 'vitest';
import { rawClients } from './compare.ts';
import { expectVerdicts } from './expect-verdicts.ts';
import { knownWorse } from './known-worse.ts';
import { oddServers } from './odd-servers.ts';

for (const client of rawClients) expectVerdicts(client);

describe('the table of odd servers', () => {
  const names = oddServers.map(({ name }) => name);

  it('names each of them once', () => {
    expect(new Set(names).size).toBe(names.length);
  });

  it('has every row that is known to be worse', () => {
    const rows = knownWorse.flatMap(({ rows }) => Object.keys(rows));
    expect(rows.filter((row) => !names.includes(row))).toEqual([]);
    expect(new Set(rows).size).toBe(rows.length);
  });
});
