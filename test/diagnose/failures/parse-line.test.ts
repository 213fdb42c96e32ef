/** Samples of lines that call themselves errors. */
import { describe, expect, it } from 'vitest';
import { parseLine } from '../../../src/diagnose/failures/parse-line.ts';
import { parsed } from './parsed.ts';

describe('lines that call themselves errors', () => {
  it('a level', () => {
    const text = ['2026-01-02 10:00:00,1 - srv - ERROR - the board is archived'].join('\n');
    expect(parsed(parseLine, text)).toMatchObject({
      kind: 'line',
      message: 'the board is archived',
    });
  });

  it('a mark', () => {
    const text = ['❌ No API key found'].join('\n');
    expect(parsed(parseLine, text)).toMatchObject({ message: 'No API key found' });
  });

  it('JSON', () => {
    const text = ['{"level":50,"time":1,"msg":"the board is archived"}'].join('\n');
    expect(parsed(parseLine, text)).toMatchObject({ message: 'the board is archived' });
  });

  it('the right edge of rich', () => {
    const text = [
      '[01/02/26 10:00:00] ERROR    the board is archived                server.py:123',
    ].join('\n');
    expect(parsed(parseLine, text)).toMatchObject({ message: 'the board is archived' });
  });

  it('a class in it', () => {
    const text = ['ERROR in app: ValueError: no such board'].join('\n');
    expect(parsed(parseLine, text)).toMatchObject({ kind: 'exception', type: 'ValueError' });
  });

  it('lower levels', () => {
    const text = [
      'WARNING: the board is archived',
      '{"level":"warn","msg":"old"}',
      'INFO done',
    ].join('\n');
    expect(parsed(parseLine, text)).toBeUndefined();
  });

  it('what it goes on without', () => {
    const text = ['Error: redis is not there, falling back to memory'].join('\n');
    expect(parsed(parseLine, text)).toBeUndefined();
  });
});
