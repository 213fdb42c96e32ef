/** A container that a script of a shell starts: what is added to the script, and what ends it. */
import { describe, expect, it } from 'vitest';
import { containerStart } from '../../src/resolve/containers/container-start.ts';

const idFile = '/run/a.cid';
const run = 'docker run img';
const added = `docker run --cidfile ${idFile} img`;

function kill(command: readonly string[], file = idFile): readonly string[] | undefined {
  return containerStart(command, file)?.toContainer(['kill'], 'ID');
}

describe('a shell', () => {
  it.each([
    ...['sh -c', 'bash -lc', 'dash -c', 'ash -c', 'ksh -c', 'zsh -c', 'fish -c', '/bin/bash -ce'],
    ...[
      'bash -o pipefail -c',
      'bash -eo pipefail -c',
      'bash -c -O extglob',
      'sh -c --',
      'sh -x -c',
    ],
    ...['bash --norc -c', 'sudo sh -c', 'env A=b sh -c'],
  ])('%s', (line) => {
    const front = line.split(' ');
    const start = containerStart([...front, run, 'x', 'y'], idFile);
    expect(start).toMatchObject({
      command: [...front, added, 'x', 'y'],
      runtime: 'docker',
      removes: false,
      usersIdFile: undefined,
    });
    expect(start?.toContainer(['rm', '-f'], 'ID')).toEqual([...front, 'docker rm -f ID', 'x', 'y']);
  });

  it.each([
    [['sh', run]],
    [['sh', '-x', run]],
    [['bash', '--rcfile', run]],
    [['bash', '-o', 'c', run]],
    [['sh', '-c']],
    [['sh', '-c', '']],
    [['sudo', '-u', 'bob', 'sh', '-c', run]],
    [['sh', '-c', `sudo -u bob ${run}`]],
    [['sh', '-c', `doas -u bob ${run}`]],
    [['sh', '-c', 'docker run "$@" img', 'sh', '--cidfile', '/x']],
    [['sh', '-c', 'docker run "$@" img', 'sh', '--cidfile=/x']],
    [['sh', '-c', 'echo docker run img']],
    [['docker']],
  ])('starts none that is ours to end: %j', (command) => {
    expect(containerStart(command, idFile)).toBeUndefined();
  });
});

describe('what ends it', () => {
  it.each([
    ['A=b docker run img', 'A=b docker kill ID'],
    ['AB=  docker run img', 'AB=  docker kill ID'],
    [`A='b c'\tB="d e" C=fg docker run img`, `A='b c'\tB="d e" C=fg docker kill ID`],
    ['A=b; docker run img', 'docker kill ID'],
    ['A=b true; docker run img', 'docker kill ID'],
    ['x A=b docker run img', undefined],
    ['true;A=b docker run img', 'A=b docker kill ID'],
    ['(A=b docker run img)', 'A=b docker kill ID'],
    ['true &&A=b docker run img', 'A=b docker kill ID'],
    ['true | A=b docker run img', 'A=b docker kill ID'],
    ['docker \\\n  run \\\n -i \\\n img', 'docker kill ID'],
    ['docker \\\n--context far \\\nrun img', 'docker --context far kill ID'],
    ['dock\\\ner --con\\\ntext far run img', 'docker --context far kill ID'],
    ['docker --context "$C" run img', 'docker --context "$C" kill ID'],
    ['podman --x=y run --root "$R" img', 'podman --x=y kill --root "$R" ID'],
    ['true; docker ps; docker run img; docker run other', 'docker kill ID'],
  ])('%j', (script, line) => {
    expect(kill(['sh', '-c', script])?.[2]).toBe(line);
  });

  it.each<[string, readonly string[]]>([
    [run, ['docker', 'kill', 'ID']],
    ['docker --context "my c" run img', ['docker', '--context', 'my c', 'kill', 'ID']],
    ['docker --context $C run img', ['docker', '--context', '$C', 'kill', 'ID']],
  ])('of a command in one string is words: %s', (line, words) => {
    expect(kill([line])).toEqual(words);
  });
});

describe("the file of the container's id", () => {
  it.each([
    ['/run/a-b_c.1/x@y:z+%', '/run/a-b_c.1/x@y:z+%'],
    ['/a b', "'/a b'"],
    ["/it's", "'/it'\\''s'"],
    ['/$HOME', "'/$HOME'"],
    ['é', "'é'"],
  ])('%s is quoted for the shell where that is needed', (file, text) => {
    const start = containerStart(['sh', '-c', 'docker run img; docker ps'], file);
    expect(start?.command[2]).toBe(`docker run --cidfile ${text} img; docker ps`);
  });

  it("is the user's own where there is one", () => {
    const script = 'podman run --rm --cidfile /x img';
    expect(containerStart(['sh', '-c', script], idFile)).toMatchObject({
      command: ['sh', '-c', script],
      usersIdFile: '/x',
      removes: true,
    });
  });
});
