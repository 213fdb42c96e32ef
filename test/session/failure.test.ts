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
    expect(interrupted(failure).message).toMatch(/may have run/);
    expect(restarted(failure).message).toMatch(/not sent again/);
    expect(poison(failure)).toMatchObject({ reason: 'request-refused', exitCode: 137 });
  });

  it('send a client back to initialize when its probe killed the server', () => {
    const { error } = JSON.parse(probeAnswer('"probe"').toString());
    expect(error).toMatchObject({ code: -32601, message: 'Method not found' });
  });
});
