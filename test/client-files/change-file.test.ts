/**
 * Changing a file when everything goes wrong: at every moment the old or the new one is there,
 * whole, with its owner, permissions and links.
 */
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeFile } from '../../src/client-files/change-file.ts';
import { type FileSystem, realFileSystem } from '../../src/client-files/file-system.ts';

let directory: string;
let file: string;
let backups: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mcp-shield-change-'));
  file = join(directory, 'mcp.json');
  backups = mkdtempSync(join(tmpdir(), 'mcp-shield-backups-'));
  writeFileSync(file, 'old');
});
afterEach(() => {
  for (const one of [directory, backups]) rmSync(one, { recursive: true });
});

const renewed = () => ({ text: 'new' });
const content = () => readFileSync(file, 'utf8');
const names = () => readdirSync(directory).sort();

function failing(name: keyof FileSystem, code: string): FileSystem {
  const fail = () => {
    throw Object.assign(new Error(code), { code });
  };
  return { ...realFileSystem, [name]: fail };
}

describe('a change', () => {
  it('leaves the new file and the old one as backup', () => {
    const { backup } = changeFile(file, { fs: realFileSystem, backups }, renewed);
    expect(content()).toBe('new');
    expect(dirname(backup ?? '')).toBe(backups);
    expect(readFileSync(backup ?? '', 'utf8')).toBe('old');
    expect(names()).toEqual(['mcp.json']);
  });

  it('makes the directory for backups', () => {
    const deep = join(backups, 'not', 'there');
    const { backup } = changeFile(file, { fs: realFileSystem, backups: deep }, renewed);
    expect(dirname(backup ?? '')).toBe(deep);
    expect(statSync(deep).mode & 0o777).toBe(0o700);
  });

  it.runIf(process.platform === 'linux')('ends where no directory can be made', () => {
    const deps = { fs: realFileSystem, backups: '/proc/mcp-shield/backups' };
    expect(() => changeFile(file, deps, renewed)).toThrow('it cannot be written: ');
    expect(content()).toBe('old');
  });

  it('that changes nothing writes nothing', () => {
    const before = statSync(file);
    const { backup } = changeFile(file, { fs: realFileSystem, backups }, (text) => ({ text }));
    expect(backup).toBeUndefined();
    expect(statSync(file).ino).toBe(before.ino);
    expect(names()).toEqual(['mcp.json']);
  });

  it.runIf(process.platform !== 'win32')(
    "keeps the permissions; the backup is its user's alone",
    () => {
      for (const mode of [0o600, 0o640, 0o664]) {
        chmodSync(file, mode);
        const deps = { fs: realFileSystem, backups };
        const { backup } = changeFile(file, deps, (text) => ({ text: `${text}+` }));
        expect(statSync(file).mode & 0o777).toBe(mode);
        expect(statSync(backup ?? '').mode & 0o777).toBe(0o600);
      }
    },
  );

  it('gives the new file to the owner of the old one', () => {
    const given: unknown[] = [];
    const { uid, gid } = statSync(file);
    const fs: FileSystem = {
      ...realFileSystem,
      statSync: ((path: string) => Object.assign(statSync(path), { uid: uid + 1, gid })) as never,
      fchownSync: (_, owner, group) => given.push([owner, group]),
    };
    changeFile(file, { fs: fs, backups }, renewed);
    const expected = process.platform === 'win32' ? [] : [[uid + 1, gid]];
    expect(given).toEqual(expected);
  });

  it('follows links and keeps them', () => {
    const real = join(directory, 'dotfiles', 'mcp.json');
    mkdirSync(join(directory, 'dotfiles'));
    writeFileSync(real, 'old');
    const links = [join(directory, 'first'), join(directory, 'second')];
    symlinkSync('dotfiles/mcp.json', links[0] ?? '');
    symlinkSync(links[0] ?? '', links[1] ?? '');
    const { backup } = changeFile(links[1] ?? '', { fs: realFileSystem, backups }, renewed);
    expect(readFileSync(real, 'utf8')).toBe('new');
    expect(lstatSync(links[1] ?? '').isSymbolicLink()).toBe(true);
    expect(readlinkSync(links[0] ?? '')).toBe('dotfiles/mcp.json');
    expect(backup).toMatch(/-mcp\.json$/);
  });

  it('keeps a byte order mark and does not show it', () => {
    writeFileSync(file, '\ufeffold');
    changeFile(file, { fs: realFileSystem, backups }, (text) => ({ text: `${text}!` }));
    expect(content()).toBe('\ufeffold!');
  });

  it.runIf(process.platform !== 'win32')('keeps several names of one file', () => {
    const other = join(directory, 'other.json');
    linkSync(file, other);
    const { backup } = changeFile(file, { fs: realFileSystem, backups }, () => ({ text: 'n' }));
    expect(readFileSync(other, 'utf8')).toBe('n');
    expect(statSync(other).ino).toBe(statSync(file).ino);
    expect(readFileSync(backup ?? '', 'utf8')).toBe('old');
  });

  it.runIf(process.platform !== 'win32')('keeps a group that cannot be given', () => {
    const { ino, gid } = statSync(file);
    const fs: FileSystem = {
      ...failing('fchownSync', 'EPERM'),
      statSync: ((path: string) => Object.assign(statSync(path), { gid: gid + 1 })) as never,
    };
    changeFile(file, { fs, backups }, renewed);
    expect(content()).toBe('new');
    expect(statSync(file).ino).toBe(ino);
    expect(names()).toEqual(['mcp.json']);
  });

  it('in its place that fails is undone', () => {
    linkSync(file, join(directory, 'other.json'));
    let count = 0;
    const fs: FileSystem = {
      ...realFileSystem,
      fsyncSync: (descriptor) => {
        // The first two are those of the backup and its directory.
        if (++count === 3) throw Object.assign(new Error('EIO'), { code: 'EIO' });
        realFileSystem.fsyncSync(descriptor);
      },
    };
    expect(() => changeFile(file, { fs, backups }, renewed)).toThrow(/the disk failed/);
    expect(content()).toBe('old');
  });

  it('takes what a killed one left over', () => {
    writeFileSync(`${file}.mcp-shield-new`, 'half');
    changeFile(file, { fs: realFileSystem, backups }, renewed);
    expect(content()).toBe('new');
    expect(names()).toEqual(['mcp.json']);
  });
});

describe('a fault', () => {
  const steps = ['openSync', 'writeFileSync', 'fchmodSync', 'fsyncSync', 'renameSync'] as const;
  const faults = [
    ['ENOSPC', 'the disk is full'],
    ['EACCES', 'that is not permitted'],
    ['EROFS', 'the disk is read-only'],
    ['EIO', 'the disk failed'],
  ] as const;
  const cases = steps.flatMap((step) => faults.map((fault) => [step, ...fault] as const));

  it.each(cases)('in %s (%s) leaves the old file and nothing else', (step, code, reason) => {
    const change = () => changeFile(file, { fs: failing(step, code), backups }, renewed);
    expect(change).toThrow(expect.objectContaining({ name: 'ShieldError', exitCode: 2 }));
    expect(change).toThrow(reason);
    expect(content()).toBe('old');
    expect(names()).toEqual(['mcp.json']);
  });

  it('at each moment leaves the old file and says so, or the new one', () => {
    const calls = countCalls();
    expect(calls).toBeGreaterThan(10);
    const ends = Array.from({ length: calls }, (_, at) => {
      writeFileSync(file, 'old');
      const end = endOf(() => changeFile(file, { fs: failingAt(at), backups }, renewed));
      expect(names().filter((name) => /-new$|-lock$/.test(name))).toEqual([]);
      return `${end}: ${content()}`;
    });
    expect(new Set(ends)).toEqual(new Set(['failed: old', 'done: new']));
  });

  it('in forcing the directory to the disk is none: the file is whole', () => {
    const fs: FileSystem = {
      ...realFileSystem,
      openSync: (path, flags, mode) => {
        if (path === directory) throw Object.assign(new Error('x'), { code: 'EISDIR' });
        return realFileSystem.openSync(path, flags, mode);
      },
    };
    changeFile(file, { fs: fs, backups }, renewed);
    expect(content()).toBe('new');
  });

  it('of the change itself leaves the old file and takes the lock away', () => {
    const broken = () => {
      throw new Error('decided otherwise');
    };
    expect(() => changeFile(file, { fs: realFileSystem, backups }, broken)).toThrow(
      'decided otherwise',
    );
    expect(content()).toBe('old');
    expect(names()).toEqual(['mcp.json']);
  });

  it('in keeping the owner is said: nobody loses a file', () => {
    if (process.platform === 'win32') return;
    const fs: FileSystem = {
      ...failing('fchownSync', 'EPERM'),
      statSync: ((path: string) => Object.assign(statSync(path), { uid: 4_321 })) as never,
    };
    expect(() => changeFile(file, { fs: fs, backups }, renewed)).toThrow(/belongs to another user/);
    expect(content()).toBe('old');
    expect(names()).toEqual(['mcp.json']);
  });
});

function endOf(task: () => unknown): string {
  try {
    task();
    return 'done';
  } catch {
    return 'failed';
  }
}

/** Steps that change the file system; taking things away may not fail, it is the way back. */
const changing = ['openSync', 'writeFileSync', 'fchmodSync', 'fsyncSync', 'renameSync'] as const;

function counting(before: (count: number) => void): FileSystem {
  let count = 0;
  const counted = changing.map((name) => {
    const real = realFileSystem[name] as (...args: unknown[]) => unknown;
    return [
      name,
      (...args: unknown[]) => {
        before(count++);
        return real(...args);
      },
    ];
  });
  return { ...realFileSystem, ...Object.fromEntries(counted) };
}

function countCalls(): number {
  let calls = 0;
  const fs = counting(() => {
    calls += 1;
  });
  changeFile(file, { fs: fs, backups }, renewed);
  return calls;
}

function failingAt(at: number): FileSystem {
  return counting((count) => {
    if (count === at) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  });
}

describe('somebody else', () => {
  it('who writes meanwhile is not overwritten: the change is made again', () => {
    const seen: string[] = [];
    const { decision } = changeFile(file, { fs: realFileSystem, backups }, (text) => {
      if (seen.length === 0) writeFileSync(file, 'theirs');
      seen.push(text);
      return { text: `${text}+ours` };
    });
    expect(seen).toEqual(['old', 'theirs']);
    expect(decision.text).toBe('theirs+ours');
    expect(content()).toBe('theirs+ours');
    const kept = readdirSync(backups).map((name) => readFileSync(join(backups, name), 'utf8'));
    expect(kept).toEqual(['theirs']);
  });

  it('who never stops writing wins, and that is said', () => {
    let count = 0;
    const restless = (text: string) => {
      writeFileSync(file, `theirs ${count++}`);
      return { text: `${text}+ours` };
    };
    expect(() => changeFile(file, { fs: realFileSystem, backups }, restless)).toThrow(
      /keeps writing it/,
    );
    expect(content()).toMatch(/^theirs \d+$/);
  });

  it('who deletes the file meanwhile is not undone', () => {
    const deleting = () => {
      rmSync(file);
      return { text: 'new' };
    };
    expect(() => changeFile(file, { fs: realFileSystem, backups }, deleting)).toThrow(
      /no such file/,
    );
    expect(existsSync(file)).toBe(false);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['is not there', () => rmSync(file), /it cannot be read: there is no such file/],
    [
      'is a directory',
      () => {
        rmSync(file);
        mkdirSync(file);
      },
      /it cannot be read: it is a directory/,
    ],
    ['is UTF-16', () => writeFileSync(file, '\ufeff{}', 'utf16le'), /UTF-16/],
    [
      'is Latin-1',
      () => writeFileSync(file, Buffer.from('{"a": "\xe9"}', 'latin1')),
      /not written in UTF-8/,
    ],
  ])('%s: it is not touched', (_, prepare, sentence) => {
    prepare();
    expect(() => changeFile(file, { fs: realFileSystem, backups }, renewed)).toThrow(sentence);
  });
});
