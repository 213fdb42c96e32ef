/** Hidden tools: what is cut out of a list, byte by byte, and which calls are refused. */
import { describe, expect, it } from 'vitest';
import { messageLimits } from '../../src/base/limits.ts';
import { classify } from '../../src/protocol/classify.ts';
import { bytesOf, type Request } from '../../src/protocol/message.ts';
import { matchesGlob } from '../../src/session/glob.ts';
import { createToolFilter, type ToolFilter } from '../../src/session/tool-filter.ts';

function filterOf(hideTools: readonly string[], onlyTools: readonly string[] = []): ToolFilter {
  const filter = createToolFilter({ hideTools, onlyTools });
  if (filter === undefined) throw new Error('hides nothing');
  return filter;
}

const listed = (filter: ToolFilter, line: string): string =>
  bytesOf(filter.listed(Buffer.from(line))).toString();

describe('patterns', () => {
  it.each([
    ['delete_file', 'delete_*', true],
    ['delete_file', '*_file', true],
    ['delete_file', '*', true],
    ['', '*', true],
    ['', '', true],
    ['a', '', false],
    ['delete_file', 'delete', false],
    ['delete', 'delete_*', false],
    ['abcabd', '*ab?', true],
    ['abcabd', '*abc', false],
    ['a.b', 'a?b', true],
    ['axb', 'a.b', false],
    ['a[b]', 'a[b]', true],
    ['größe', 'gr??e', true],
  ])('%j is meant by %j: %s', (name, pattern, isMeant) => {
    expect(matchesGlob(name, pattern)).toBe(isMeant);
  });

  it('takes no longer for stars that match nothing', () => {
    expect(matchesGlob('a'.repeat(1_000), `${'*a'.repeat(400)}*b`)).toBe(false);
  });

  it('hides nothing where there are none', () => {
    expect(createToolFilter({ hideTools: [], onlyTools: [] })).toBeUndefined();
  });
});

describe('a list', () => {
  const line =
    '{ "jsonrpc":"2.0", "result":{"z":1.0,"tools": [ {"name":"read","x":"[,]"} ,  {"name":"delete_file"},\t{"inputSchema":{"name":"delete_x"},"name":"w\\u0072ite"} ],"nextCursor":"2"},"id":1}\n';

  it('is the same bytes where nothing is hidden', () => {
    const out = Buffer.from(line);
    expect(filterOf(['rm*']).listed(out)).toBe(out);
  });

  it.each([
    [
      'in the middle',
      ['delete_*'],
      '[ {"name":"read","x":"[,]"},\t{"inputSchema":{"name":"delete_x"},"name":"w\\u0072ite"} ]',
    ],
    [
      'at the front',
      ['read'],
      '[{"name":"delete_file"},\t{"inputSchema":{"name":"delete_x"},"name":"w\\u0072ite"} ]',
    ],
    [
      'at the end, by its decoded name',
      ['write'],
      '[{"name":"read","x":"[,]"} ,  {"name":"delete_file"} ]',
    ],
    ['all', ['*'], '[ ]'],
  ])('loses what is hidden %s, and no other byte', (_where, hide, left) => {
    const out = listed(filterOf(hide), line);
    const [before = '', after = ''] = line.split(/\[ \{.*\} \]/);
    expect(JSON.parse(out)).toEqual(JSON.parse(`${before}${left}${after}`));
    expect(out.startsWith(before)).toBe(true);
    expect(out.endsWith(after)).toBe(true);
  });

  it('keeps only what is wanted, and of that nothing that is hidden', () => {
    const filter = filterOf(['delete_*'], ['*e*']);
    expect(
      JSON.parse(listed(filter, line)).result.tools.map(({ name }: { name: string }) => name),
    ).toEqual(['read', 'write']);
  });

  it.each([
    '{"jsonrpc":"2.0","id":1,"result":{"tools":{}}}\n',
    '{"jsonrpc":"2.0","id":1,"result":{}}\n',
    '{"jsonrpc":"2.0","id":1,"result":null}\n',
    '{"jsonrpc":"2.0","id":1,"result":{"tools":[]}}\n',
  ])('that is none passes: %s', (odd) => {
    expect(listed(filterOf(['*']), odd)).toBe(odd);
  });

  it('does not show a name too long to be looked at', () => {
    const tools = [{ name: `delete_${'x'.repeat(2_000)}` }, { name: 'read' }];
    const odd = `${JSON.stringify({ jsonrpc: '2.0', id: 1, result: { tools } })}\n`;
    expect(JSON.parse(listed(filterOf(['delete_*']), odd)).result.tools).toEqual([
      { name: 'read' },
    ]);
  });

  it('without names shows them, unless only some are wanted', () => {
    const odd = '{"jsonrpc":"2.0","id":1,"result":{"tools":[1,{"name":7},"a"]}}\n';
    expect(listed(filterOf(['*']), odd)).toBe(odd);
    expect(listed(filterOf([], ['a']), odd)).toContain('"tools":[]');
  });
});

describe('a call', () => {
  const request = (text: string): Request => {
    const message = classify(Buffer.from(text));
    if (message?.kind !== 'request') throw new Error('is not a request');
    return message;
  };

  it.each([
    ['{"name":"delete_file"}', true],
    ['{"name":"delet\\u0065_file"}', true],
    ['{"name":"read","name":"delete_file"}', true],
    ['{"arguments":{"name":"delete_file"},"name":"read"}', false],
    ['{}', false],
    ['[]', false],
  ])('with %s is refused: %s', (params, isRefused) => {
    const line = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}\n`;
    const refusal = filterOf(['delete_*']).refusal(request(line));
    expect(refusal?.reason).toBe(isRefused ? 'tool-hidden' : undefined);
  });

  it.each([
    [['delete_*'], [], 'The tool "delete_x" is hidden by --hide-tool of mcp-shield'],
    [['*'], ['read'], 'The tool "delete_x" is hidden by --hide-tool or --only-tool of mcp-shield'],
  ])('is refused by the options that are in use: %j %j', (hide, only, words) => {
    const line = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete_x"}}\n';
    expect(filterOf(hide, only).refusal(request(line))?.message).toContain(words);
  });

  it('is refused with as much of its name as a sentence needs', () => {
    const { toolNameShownChars } = messageLimits;
    const messageFor = (name: string): string | undefined => {
      const line = JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name },
      });
      return filterOf(['*']).refusal(request(line))?.message;
    };
    const fits = 'x'.repeat(toolNameShownChars);
    expect(messageFor(fits)).toContain(`"${fits}"`);
    expect(messageFor(`${fits}y`)).toContain(`"${fits}…"`);
  });

  it('of a prompt of that name passes', () => {
    const line =
      '{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"delete_file"}}\n';
    expect(filterOf(['*']).refusal(request(line))).toBeUndefined();
  });
});
