/** Samples of Docker. */
import { describe, expect, it } from 'vitest';
import { parseDocker } from '../../../src/diagnose/failures/parse-docker.ts';
import { finds, goesOnWith, parsed } from './parsed.ts';

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

describe('what Docker and Podman say', () => {
  const said = [
    'error during connect: this error may indicate that the docker daemon is not running',
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.',
    'ERROR: cannot connect to Podman socket',
    'Got permission denied while trying to connect to the Docker daemon socket',
    'Docker Desktop is unable to start',
    'E: failed to connect to the docker API at npipe:////./pipe/docker_engine',
    'error getting credentials - err: exec: "docker-credential-desktop": not found',
    'OCI runtime exec failed: exec failed',
    'unauthorized: authentication required',
    'denied: requested access to the resource is denied',
    'toomanyrequests: You have reached your pull rate limit.',
    'Error: initializing source docker://x: reading manifest latest',
    'Error: short-name "x" did not resolve',
  ];
  finds(parseDocker, 'docker', [
    ...said.map((line) => [line, { message: line }] as const),
    ['docker: invalid reference format', { message: 'invalid reference format' }],
    [
      'x: Error response from daemon: no such image',
      { message: 'x: Error response from daemon: no such image' },
    ],
    ['Error response from daemon: no such image', { message: 'no such image' }],
    [['denied: no', 'ready'], { message: 'denied: no', last: 0 }],
    [['denied: no', 'unauthorized: no'], { message: 'unauthorized: no', first: 1 }],
    ['Error: the board is archived'],
    ['a docker: x'],
    ['two words: Error response from daemon: x'],
    ['Access denied: no'],
    ['error: unauthorized: no'],
  ]);

  it('its hints belong to it, and are no words of the failure', () => {
    const hints = ['', '  ', 'See docker run --help', "Run 'docker run --help'", 'time="x"'];
    const lines = [
      'docker: a docker: b Error response from daemon: c',
      ...hints,
      'Use: See docker',
    ];
    expect(parseDocker(lines)).toStrictEqual([
      {
        kind: 'docker',
        message: 'a docker: b Error response from daemon: c',
        text: 'docker: a docker: b Error response from daemon: c',
        first: 0,
        last: 5,
      },
    ]);
  });

  goesOnWith(parseDocker, 'denied: no', {
    with: ["See 'docker run --help'"],
    without: ['ready', 'see the docs', 'time'],
  });
});
