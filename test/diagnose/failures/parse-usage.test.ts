/** Samples of refused command lines. */
import { describe, expect, it } from 'vitest';
import { parseUsage } from '../../../src/diagnose/failures/parse-usage.ts';
import { parsed } from './parsed.ts';

describe('refused command lines', () => {
  it('argparse', () => {
    const text = [
      'usage: srv [-h] --repo REPO',
      'srv: error: the following arguments are required: --repo',
    ].join('\n');
    expect(parsed(parseUsage, text)).toMatchObject({
      kind: 'usage',
      message: 'the following arguments are required: --repo',
    });
  });

  it('clap', () => {
    const text = [
      "error: unexpected argument '--x' found",
      '',
      'Usage: srv [OPTIONS]',
      '',
      "For more information, try '--help'.",
    ].join('\n');
    expect(parsed(parseUsage, text)).toMatchObject({
      kind: 'usage',
      message: "unexpected argument '--x' found",
      last: 4,
    });
  });

  it('yargs', () => {
    const text = [
      'Options:',
      '  --help  Show help  [boolean]',
      '',
      'Missing required argument: db',
    ].join('\n');
    expect(parsed(parseUsage, text)).toMatchObject({ kind: 'usage' });
  });

  it('nothing but the usage', () => {
    const text = ['Usage: srv <directory> [more…]'].join('\n');
    expect(parsed(parseUsage, text)).toMatchObject({ kind: 'usage', type: 'usage-only' });
  });

  it('a usage behind another error is not about arguments', () => {
    const text = [
      'Error: GITLAB_TOKEN not set',
      'Usage:',
      '  srv stdio [flags]',
      '',
      'Flags:',
      '  -h, --help   help',
    ].join('\n');
    expect(parsed(parseUsage, text)).toMatchObject({
      kind: 'tool',
      message: 'GITLAB_TOKEN not set',
    });
  });

  it('what a function got', () => {
    const text = ["Error: FastMCP.__init__() got an unexpected keyword argument 'x'"].join('\n');
    expect(parsed(parseUsage, text)).toBeUndefined();
  });
});
