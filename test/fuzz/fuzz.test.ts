/**
 * A short run of `npm run fuzz` on every target, always on the same inputs, and every input that
 * ever broke one.
 */
import { describe, expect, it } from 'vitest';
import { hunt } from '../../scripts/trials/fuzz/hunt.ts';
import { liveOn, story, turn } from '../../scripts/trials/fuzz/shield-target.ts';
import { targets } from '../../scripts/trials/fuzz/targets.ts';

const inputs = 500;
/** A bound on the number alone: the same run on every machine. */
const until = Number.POSITIVE_INFINITY;

const envelope = '"io.modelcontextprotocol/protocolVersion":"2026-07-28"';
const listen = (meta: string): string =>
  `{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"_meta":${meta}}}\n`;
const acknowledged = (filter: string): string =>
  '{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":' +
  `{"notifications":${filter},"_meta":{"io.modelcontextprotocol/subscriptionId":1}}}\n`;
const list = (id: string): string =>
  `{"jsonrpc":"2.0","id":${id},"method":"tools/list","params":{"_meta":{${envelope}}}}\n`;
const listed = (id: string, schema: string): string =>
  `{"jsonrpc":"2.0","id":${id},"result":{"tools":[{"name":"x","inputSchema":${schema}}]}}\n`;
const deep = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** A server that is asked, falls, and says it all again. */
const again = (asked: string, said: string): Buffer =>
  story(asked, turn('server'), said, turn('exit'), turn('wake'), turn('server'), said);

const found: Readonly<Record<string, Buffer>> = {
  'a number where a list of subscriptions belongs': again(
    listen(`{${envelope}}`),
    acknowledged('{"resourceSubscriptions":5}'),
  ),
  'an envelope of null': again(
    listen('null') + list('2'),
    acknowledged('{"toolsListChanged":true}') + listed('2', '{}'),
  ),
  'a schema nested deeper than a stack': again(
    listen(`{${envelope}}`) + list('2'),
    acknowledged('{"toolsListChanged":true}') +
      listed('2', deep(20_000)) +
      listed('"mcp-shield:1"', deep(20_000)),
  ),
};

describe('[P1] an input that once broke it', () => {
  it.each(Object.entries(found))('%s', (_, input) => {
    expect(liveOn(input, { maxMessageBytes: 1_000_000 })).toContain('to-client');
  });
});

describe('[P2] [P8] mutated input', () => {
  it.each(targets)('does not break $name', (target) => {
    const { prey, ways, inputs: tried } = hunt(target, { seed: 1, inputs, until });
    expect(prey).toBeUndefined();
    expect(tried).toBe(inputs);
    // A target that always goes the same way is not reached by its inputs.
    expect(ways).toBeGreaterThan(5);
  });

  it('that breaks a target is found and made small', () => {
    const fragile = {
      name: 'fragile',
      seeds: ['{"jsonrpc":"2.0"}'],
      words: ['[['],
      run(input: Buffer): string {
        if (input.includes('[[')) throw new Error('broken');
        return '';
      },
    };
    expect(hunt(fragile, { seed: 1, inputs, until }).prey?.input.toString()).toBe('[[');
  });
});
