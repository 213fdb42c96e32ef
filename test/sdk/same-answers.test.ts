/**
 * A real client gets the same from real servers through mcp-shield as without it.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  everythingScript,
  filesystemScript,
  memoryScript,
  perform,
  type Steps,
  type Transcript,
} from './client-scripts.ts';
import { type LaunchOptions, launch, testTimeoutMs, type Way, ways } from './launch.ts';
import { everything, filesystem, memory, type ServerArgs } from './real-servers.ts';
import { type SessionOptions, withSession } from './session.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'sdk-test-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Subject extends SessionOptions, LaunchOptions {
  readonly server: ServerArgs;
  readonly steps: Steps;
}

/** Both sessions at once; each is a process or three. */
async function bothTranscripts(subject: Subject): Promise<Record<Way, Transcript>> {
  const [direct, shielded] = await Promise.all(ways.map((way) => transcriptOf(subject, way)));
  return { direct: direct ?? {}, shielded: shielded ?? {} };
}

async function transcriptOf({ server, steps, ...options }: Subject, way: Way): Promise<Transcript> {
  const started = launch(server, way, options);
  let transcript: Transcript = {};
  await withSession(started, options, async (session) => {
    transcript = await perform(steps, session);
  });
  return JSON.parse(withoutChance(JSON.stringify(transcript), started.mark));
}

/** Takes out what differs from one session to the next. */
function withoutChance(text: string, mark: string): string {
  return text
    .replaceAll(mark, '<mark>')
    .replaceAll(/\d+:\d\d:\d\d(\s[AP]M)?/g, '<time>')
    .replaceAll(/"blob":"[^"]+"/g, '"blob":"<blob>"');
}

describe('a client script has the same results', { timeout: testTimeoutMs }, () => {
  it.each<[string, SessionOptions]>([
    ['a client that can do nothing', {}],
    [
      'a client that can do all',
      {
        capabilities: { roots: { listChanged: true }, sampling: {}, elicitation: { form: {} } },
        roots: [{ uri: 'file:///somewhere', name: 'somewhere' }],
      },
    ],
  ])('with server-everything, for %s', async (_name, options) => {
    const subject = { server: everything, steps: everythingScript, ...options };
    const { direct, shielded } = await bothTranscripts(subject);
    expect(shielded).toEqual(direct);
    expect(direct).toMatchObject({ ping: {}, sum: { content: [{ type: 'text' }] } });
    expect(JSON.stringify(direct['notifications']).match(/progressToken/g)).toHaveLength(4);
  });

  it('with server-memory', async () => {
    // A file each: both sessions run at once.
    const transcripts = ways.map((way) =>
      transcriptOf(
        {
          server: memory,
          steps: memoryScript,
          env: { MEMORY_FILE_PATH: join(directory, `${way}.jsonl`) },
        },
        way,
      ),
    );
    const [direct, shielded] = await Promise.all(transcripts);
    expect(shielded).toEqual(direct);
    expect(direct).toMatchObject({ create: { content: [{ type: 'text' }] } });
  });

  it('with server-filesystem, one session after the other in the same directory', async () => {
    const files = join(directory, 'files');
    const subject = { server: filesystem(files), steps: filesystemScript(files) };
    mkdirSync(files);
    const direct = await transcriptOf(subject, 'direct');
    rmSync(files, { recursive: true });
    mkdirSync(files);
    const shielded = await transcriptOf(subject, 'shielded');
    expect(shielded).toEqual(direct);
    expect(direct).toMatchObject({ read: { content: [{ text: 'one\r\ntwo\n' }] } });
  });

  it.each(ways)('with server-filesystem that asks the client for its roots, %s', async (way) => {
    const options: SessionOptions = {
      capabilities: { roots: {} },
      roots: [{ uri: `file://${directory}`, name: 'work' }],
    };
    await withSession(launch(filesystem(), way), options, async (session) => {
      const updated = (): boolean => session.stderr().includes('Updated allowed directories');
      await session.waitUntil(updated, 'the roots to arrive');
      const answer = await session.client.callTool({ name: 'list_allowed_directories' });
      expect(JSON.stringify(answer)).toContain(directory);
    });
  });
});
