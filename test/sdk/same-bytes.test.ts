/**
 * A clean session is the same to the byte on both sides of mcp-shield, and what it is without it.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  everythingScript,
  filesystemScript,
  memoryScript,
  perform,
  type Steps,
} from './client-scripts.ts';
import { launch, testTimeoutMs } from './launch.ts';
import { everything, filesystem, memory, type ServerArgs, tee } from './real-servers.ts';
import { withSession } from './session.ts';

/** What was seen at one place between the two ends. */
interface Recording {
  readonly toServer: string;
  readonly toClient: string;
}

interface Subject {
  readonly server: ServerArgs;
  readonly steps: Steps;
}

/** Without what depends on the clock or on a race inside the server. */
const {
  updates: _updates,
  'read a blob': _clock,
  cancelled: _cancelled,
  environment: _environment,
  ...repeatable
} = everythingScript;

const subjects: [name: string, subjectIn: (directory: string) => Subject][] = [
  ['server-everything', () => ({ server: everything, steps: repeatable })],
  ['server-memory', () => ({ server: memory, steps: memoryScript })],
  ['server-filesystem', (files) => ({ server: filesystem(files), steps: filesystemScript(files) })],
];

describe('a clean session is byte for byte the same', { timeout: testTimeoutMs }, () => {
  it.each(subjects)('with %s', async (_name, subjectIn) => {
    const directory = mkdtempSync(join(tmpdir(), 'sdk-test-'));
    const at = (place: string): string => join(directory, place);
    const files = at('files');
    try {
      const { server, steps } = subjectIn(files);
      await session(tee(at('direct'), server), steps, files);

      const shield = launch(tee(at('server-side'), server), 'shielded').args;
      await session(tee(at('client-side'), shield), steps, files);

      const direct = recorded(at('direct'));
      const serverSide = recorded(at('server-side'));
      expect(recorded(at('client-side'))).toEqual(serverSide);
      expect(serverSide.toServer).toBe(direct.toServer);
      expect(linesOf(serverSide.toClient)).toEqual(linesOf(direct.toClient));
      expect(direct.toClient.length).toBeGreaterThan(1_000);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

/** One session with an empty directory. */
async function session(server: ServerArgs, steps: Steps, files: string): Promise<void> {
  rmSync(files, { recursive: true, force: true });
  mkdirSync(files);
  const env = { MEMORY_FILE_PATH: join(files, 'memory.jsonl') };
  await withSession(launch(server, 'direct', { env }), {}, async (opened) => {
    await perform(steps, opened);
  });
}

function recorded(prefix: string): Recording {
  return {
    toServer: readFileSync(`${prefix}.in`, 'utf8'),
    toClient: readFileSync(`${prefix}.out`, 'utf8'),
  };
}

/** Two sessions differ in the order in which a server writes what it does at the same time. */
function linesOf(text: string): string[] {
  return text.split('\n').sort();
}
