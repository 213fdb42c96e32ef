import { describe, expect, it } from 'vitest';
import {
  errorAnswer,
  interrupted,
  poison,
  probeAnswer,
  restarted,
} from '../../src/session/failure.ts';

const failure = {
  reason: 'out-of-memory',
  message: 'The MCP server ended with exit code 137: it ran out of memory',
  exitCode: 137,
  signal: null,
  stderr: ['Killed'],
  advice: ['Give it more memory.'],
  cause: { type: 'OutOfMemoryError', message: 'heap' },
  docs: 'https://example.org/causes',
};

describe('errors of the shield', () => {
  // [R-errors]
  it('carry code -32603 and all that is known', () => {
    const error = JSON.parse(errorAnswer({ id: '"a"', failure, mayHaveRun: true }).toString());
    expect(error).toEqual({
      jsonrpc: '2.0',
      id: 'a',
      error: {
        code: -32603,
        message: failure.message,
        data: {
          source: 'mcp-shield',
          reason: 'out-of-memory',
          exitCode: 137,
          signal: null,
          stderr: ['Killed'],
          mayHaveRun: true,
          advice: ['Give it more memory.'],
          cause: failure.cause,
          docs: failure.docs,
        },
      },
    });
  });

  it('leave out what is not known', () => {
    const bare = { reason: 'request-refused', message: 'No.' };
    const { error } = JSON.parse(errorAnswer({ id: 1, failure: bare }).toString());
    expect(error.data).toEqual({ source: 'mcp-shield', reason: 'request-refused' });
  });

  it('say what became of the request', () => {
    const reason = 'server-restarted';
    const message = expect.stringMatching(/^The MCP server ended .*; this call may have run/);
    expect(interrupted(failure)).toEqual({ ...failure, reason, message });
    const unsent = expect.stringMatching(
      /^The MCP server ended .*; this request was not sent again/,
    );
    expect(restarted(failure)).toEqual({ ...failure, reason, message: unsent });
    expect(poison(failure)).toEqual({
      ...failure,
      reason: 'request-refused',
      message: expect.stringMatching(/two deaths of the server .*: The MCP server ended/),
    });
  });

  it('send a client back to initialize when its probe killed the server', () => {
    const { error } = JSON.parse(probeAnswer('"probe"').toString());
    expect(error).toMatchObject({ code: -32601, message: 'Method not found' });
    expect(error.data).toEqual({ source: 'mcp-shield', reason: 'server-restarted' });
  });
});
