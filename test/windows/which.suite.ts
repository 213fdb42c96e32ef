/** The search on PATH finds what the `which` package finds, but for the working directory. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { it } from 'node:test';
import which from 'which';
import { locateOnPath } from '../../src/resolve/locate.ts';
import { thisMachine } from '../../src/resolve/this-machine.ts';
import { searchesAsWhich } from '../resolve/which-oracle.ts';

it('finds on PATH, with any PATHEXT, what `which` finds', () => {
  searchesAsWhich(60);
});

it('does not find what lies in the working directory, as `which` and cmd.exe do', () => {
  const workspace = mkdtempSync(path.join(tmpdir(), 'workspace-'));
  const start = process.cwd();
  writeFileSync(path.join(workspace, 'tool.exe'), '');
  process.chdir(workspace);
  try {
    const env = { PATH: start, PATHEXT: '.EXE' };
    const context = { machine: thisMachine(), env, home: '', cwd: workspace };
    assert.notEqual(which.sync('tool', { path: start, pathExt: '.EXE', nothrow: true }), null);
    assert.equal(locateOnPath({ file: 'tool', args: [] }, context), undefined);
  } finally {
    process.chdir(start);
    rmSync(workspace, { recursive: true });
  }
});
