/** The lint of workflows passes ours and fails on what GitHub would refuse. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'workflows-'));
afterAll(() => rmSync(directory, { recursive: true }));

function lint(...files: string[]) {
  const args = [join(root, 'scripts/build/lint-workflows.mjs'), ...files];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** What is replaced in ours, by what, and what is said of it then. */
const mistakes = [
  ['{ matrix.os }', '{ matrix.system }', 'property "system" is not defined'],
  ['windows-11-arm', 'windows-11-arms', 'label "windows-11-arms" is unknown'],
  ['timeout-minutes: 45', 'timeout-minute: 45', 'unexpected key "timeout-minute"'],
  ['runner.os ==', 'runners.os ==', 'undefined variable "runners"'],
  ['contents: read', 'content: read', 'unknown permission scope "content"'],
  ['\njobs:', '\njobs: [', 'could not parse as YAML'],
] as const;

it('passes ours', () => {
  expect(lint()).toEqual({ status: 0, stdout: '2 workflows, 0 mistakes\n', stderr: '' });
});

it('fails on each mistake', () => {
  const ours = readFileSync(join(root, '.github/workflows/ci.yml'), 'utf8');
  const files = mistakes.map(([search, replacement], index) => {
    expect(ours).toContain(search);
    const file = join(directory, `${index}.yml`);
    writeFileSync(file, ours.replace(search, replacement));
    return file;
  });
  const { status, stderr } = lint(...files);
  const said = files.map((_, index) =>
    stderr.split('\n').find((line) => line.includes(`${index}.yml:`)),
  );
  expect(said).toEqual(mistakes.map(([, , message]) => expect.stringContaining(message)));
  expect(stderr).toMatch(/0\.yml:\d+:\d+: /);
  expect(status).toBe(1);
});

it('fails if there is nothing to read', () => {
  expect(lint(join(directory, 'none.yml')).status).toBe(1);
});
