/** Which commands start a container, what is added to them, and how the container is ended. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containerStart } from '../../src/resolve/containers/container-start.ts';
import { maybeContainer } from '../../src/resolve/containers/maybe-container.ts';

const idFile = '/run/user/7/mcp-shield/a.cid';
const id = 'f00d';

function started(...command: string[]) {
  const start = containerStart(command, idFile);
  return (
    start && {
      command: start.command,
      kill: start.toContainer(['kill'], id),
      removes: start.removes,
      usersIdFile: start.usersIdFile,
    }
  );
}

const words = (line: string): string[] => line.split(' ');

describe('a container that is run', () => {
  it.each([
    ['docker run -i --rm img', 'docker run --cidfile FILE -i --rm img', 'docker kill ID'],
    ['podman run img --rm', 'podman run --cidfile FILE img --rm', 'podman kill ID'],
    [
      'docker -c far --config=/c -H tcp://x container run img',
      'docker -c far --config=/c -H tcp://x container run --cidfile FILE img',
      'docker -c far --config=/c -H tcp://x container kill ID',
    ],
    [
      'docker -D -Hunix:///s run img',
      'docker -D -Hunix:///s run --cidfile FILE img',
      'docker -D -Hunix:///s kill ID',
    ],
    [
      '/usr/bin/nerdctl -n k8s run img',
      '/usr/bin/nerdctl -n k8s run --cidfile FILE img',
      '/usr/bin/nerdctl -n k8s kill ID',
    ],
    [
      'podman run --root /r -e A=b img',
      'podman run --cidfile FILE --root /r -e A=b img',
      'podman kill --root /r ID',
    ],
    [
      'sudo -E -p x docker run img',
      'sudo -E -p x docker run --cidfile FILE img',
      'sudo -E -p x docker kill ID',
    ],
    ['sudo A=b -- docker run img', undefined, undefined],
    [
      'sudo -n -- A=b docker run img',
      'sudo -n -- A=b docker run --cidfile FILE img',
      'sudo -n -- A=b docker kill ID',
    ],
    [
      'env -u X DOCKER_HOST=y docker run img',
      'env -u X DOCKER_HOST=y docker run --cidfile FILE img',
      'env -u X DOCKER_HOST=y docker kill ID',
    ],
    [
      'nice -5 timeout -k 5 60 podman run img',
      'nice -5 timeout -k 5 60 podman run --cidfile FILE img',
      'nice -5 timeout -k 5 60 podman kill ID',
    ],
    [
      'cmd /d /c docker.exe run img',
      'cmd /d /c docker.exe run --cidfile FILE img',
      'cmd /d /c docker.exe kill ID',
    ],
  ])('%s', (line, expected, kill) => {
    const start = started(...words(line));
    expect(start?.command.join(' ')).toBe(expected?.replace('FILE', idFile));
    expect(start?.kill.join(' ')).toBe(kill?.replace('ID', id));
  });

  it.each([
    ['docker run -i --rm img', 'docker run --cidfile FILE -i --rm img', 'docker kill ID'],
    [
      'cd /x && exec docker run img 2>/dev/null',
      'cd /x && exec docker run --cidfile FILE img 2>/dev/null',
      'exec docker kill ID',
    ],
    [
      'A="b c" D=e docker -c "$X" run img | tee log',
      'A="b c" D=e docker -c "$X" run --cidfile FILE img | tee log',
      'A="b c" D=e docker -c "$X" kill ID',
    ],
    [
      'if true; then sudo podman run $OPTS img; fi',
      'if true; then sudo podman run --cidfile FILE $OPTS img; fi',
      'sudo podman kill ID',
    ],
    [
      "echo 'docker run x'; docker run img",
      "echo 'docker run x'; docker run --cidfile FILE img",
      'docker kill ID',
    ],
  ])('by a shell: %s', (script, expected, kill) => {
    for (const front of [
      ['sh', '-c'],
      ['sudo', 'bash', '-lc'],
      ['/bin/zsh', '-o', 'pipefail', '-c'],
    ]) {
      const start = started(...front, script, 'arg0');
      expect(start?.command).toEqual([...front, expected.replace('FILE', idFile), 'arg0']);
      expect(start?.kill).toEqual([...front, kill.replace('ID', id), 'arg0']);
    }
  });

  it('is found in a command that is one string', () => {
    expect(started('docker run -i "my img"')).toMatchObject({
      command: [`docker run --cidfile ${idFile} -i "my img"`],
      kill: ['docker', 'kill', id],
    });
  });

  it.each([
    ['docker run --rm img', true],
    ['docker run -it --rm=true img', true],
    ['docker run --name --rm img', false],
    ['docker run -e --rm img', false],
    ['docker run -ie --rm img', false],
    ['docker run --rm=false img', false],
    ['docker run img --rm', false],
    ['docker run -- img --rm', false],
  ])('is removed only where that was asked for: %s', (line, removes) => {
    expect(started(...words(line))?.removes).toBe(removes);
  });

  it.each([
    'docker run --cidfile /x img',
    'docker run -d --cidfile=/x img',
    'docker run --name n --rm -v /a:/b --cidfile /x img',
  ])("keeps the user's own file: %s", (line) => {
    const start = started(...words(line));
    expect(start).toMatchObject({ command: words(line), usersIdFile: '/x' });
    expect(started('sh', '-c', line)).toMatchObject({
      command: ['sh', '-c', line],
      usersIdFile: '/x',
    });
  });
});

it.each([
  'docker exec -i box server',
  'docker start -ai box',
  'docker compose run --rm server',
  'docker mcp gateway run',
  'docker --context run ps',
  'docker',
  'docker-mcp run img',
  'finch run img',
  'sudo -u bob docker run img',
  'node docker run img',
  'sudo -u docker run img',
  'sh docker run img',
  'timeout docker run img',
])('is no container of ours: %s', (line) => {
  expect(started(...words(line))).toBeUndefined();
});

it("is not ours to end if only the shell knows the user's file", () => {
  expect(started('sh', '-c', 'docker run --cidfile "$F" img')).toBeUndefined();
});

describe('whatever the command', () => {
  const word = fc.oneof(
    fc.constantFrom('docker', 'podman', 'run', 'container', '--rm', '-it', '-e', '--cidfile', '-c'),
    fc.constantFrom('sudo', 'env', 'A=b', 'sh', 'bash', '-lc', '--', 'timeout', '5', 'img'),
    fc.constantFrom('docker run img', "cd '/x' && docker run -i img", 'a; b | c', '"open'),
    fc.string(),
  );
  const command = fc.array(word, { minLength: 1, maxLength: 10 });
  const option = [' --cidfile ', idFile].join('');

  it('only the option is added, once, and only where the user has none', () => {
    fc.assert(
      fc.property(command, (given) => {
        const start = started(...given);
        if (start === undefined) return;
        expect(maybeContainer(given)).toBe(true);
        const [before, after] = [given.join('\n'), start.command.join('\n')];
        if (start.usersIdFile !== undefined) expect(after).toBe(before);
        else {
          expect(after.replace(`\n--cidfile\n${idFile}`, '').replace(option, '')).toBe(before);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('the container is ended by its id, by the runtime that started it', () => {
    fc.assert(
      fc.property(command, (given) => {
        const kill = started(...given)?.kill;
        if (kill === undefined) return;
        expect(kill.join(' ').split(' ')).toContain(id);
        expect(kill.join(' ')).toMatch(/\b(?:docker|podman)\b.* kill /s);
      }),
      { numRuns: 3_000 },
    );
  });
});
