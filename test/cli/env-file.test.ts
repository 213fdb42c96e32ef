/**
 * `--server-env-file`: the format, and what is refused.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readEnvFile } from '../../src/cli/env-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'env-file-'));
afterAll(() => rmSync(directory, { recursive: true }));

function fileWith(text: string): string {
  const file = join(directory, '.env');
  writeFileSync(file, text);
  return file;
}

describe('an env file', () => {
  it.each([
    ['A=1\nB=2\n', { A: '1', B: '2' }],
    ['\ufeffA=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['# comment\n\nexport A=1 # more\n', { A: '1' }],
    ['A="two words"\nB=\'$C\'\nD="a\\nb"\n', { A: 'two words', B: '$C', D: 'a\nb' }],
    ['A="first\nsecond"\n', { A: 'first\nsecond' }],
    [
      'A = `first\nsecond` # more\n\nB="not closed\nC=1',
      { A: 'first\nsecond', B: '"not closed', C: '1' },
    ],
    ['A=\n', { A: '' }],
    ['', {}],
  ])('%j', (text, variables) => {
    expect(readEnvFile(fileWith(text))).toEqual(variables);
  });

  it.each(['oops\nA=1\n', 'A=1\noops', 'A="1\n2"\noops # A=1\n', 'A="1\n  oops\r\n'])(
    'must consist of KEY=VALUE: %j',
    (text) => {
      expect(() => readEnvFile(fileWith(text))).toThrow(
        /^the file of variables .*: each line must be KEY=VALUE, not "oops/,
      );
    },
  );

  it('must exist', () => {
    const file = join(directory, 'missing');
    const sentence = `the file of variables ${file}: there is no such file`;
    const error = expect.objectContaining({ exitCode: 2, message: sentence });
    expect(() => readEnvFile(file)).toThrow(error);
  });

  it('must be a file', () => {
    expect(() => readEnvFile(directory)).toThrow(
      `the file of variables ${directory}: it is a directory`,
    );
  });
});
