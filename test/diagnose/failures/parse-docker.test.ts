/** Samples of Docker. */
import { describe, expect, it } from 'vitest';
import { parseDocker } from '../../../src/diagnose/failures/parse-docker.ts';
import { parsed } from './parsed.ts';

describe('Docker', () => {
  it('the daemon', () => {
    const text = [
      'docker: Error response from daemon: pull access denied for x, repository does not exist',
      "See 'docker run --help'.",
    ].join('\n');
    expect(parsed(parseDocker, text)).toMatchObject({
      kind: 'docker',
      message: 'pull access denied for x, repository does not exist',
      last: 1,
    });
  });

  it('a download', () => {
    const text = ["Unable to find image 'x' locally", 'latest: Pulling from x'].join('\n');
    expect(parsed(parseDocker, text)).toBeUndefined();
  });
});
