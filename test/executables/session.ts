/**
 * One session with everything that mcp-shield is for: noise, a crash, the end. The same script
 * for the bundle and for each executable, with any server that has the tools it calls.
 */
import { expect } from 'vitest';
import { type JsonRpc, type StartOptions, withShield } from '../process/shield-process.ts';

export async function expectWholeSession(options: StartOptions): Promise<void> {
  await withShield(options, async (shield) => {
    await shield.initialize();
    const before = textOf(await shield.call('pid'));
    expect(textOf(await shield.call('noise'))).toBe('noise');
    await shield.waitForStderr('debug: after');

    const { error } = await shield.call('crash', { code: 7 });
    expect(error).toMatchObject({ code: -32603, data: { source: 'mcp-shield', exitCode: 7 } });
    expect(error?.data).toMatchObject({ mayHaveRun: true });

    expect(textOf(await shield.call('echo', { value: 'é 漢字 😀' }))).toBe('é 漢字 😀');
    expect(textOf(await shield.call('pid'))).not.toBe(before);

    shield.closeStdin();
    await shield.waitForStderr('got EOF');
    expect(await shield.exited).toEqual({ code: 0, signal: null });
    await shield.expectNothingLeft();
  });
}

/** Of the answer to a `tools/call`. */
export function textOf({ result }: JsonRpc): string | undefined {
  const content = result?.['content'] as { text: string }[] | undefined;
  return content?.[0]?.text;
}
