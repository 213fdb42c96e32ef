/**
 * The options of container runtimes and of what starts them: which take a value, and which of those
 * behind `run` belong to the runtime. A value that is taken for the next word ends the wrong thing.
 */
import { describe, expect, it } from 'vitest';
import { containerStart } from '../../src/resolve/containers/container-start.ts';
import { maybeContainer } from '../../src/resolve/containers/maybe-container.ts';

const idFile = '/run/a.cid';

function started(line: string) {
  const start = containerStart(line.split(' '), idFile);
  return start && { ...start, kill: start.toContainer(['kill'], 'ID').join(' ') };
}

describe('the runtime', () => {
  it.each(['docker', 'podman', 'podman-remote', 'nerdctl', '/a/docker', 'C:\\b\\Docker.EXE'])(
    '%s',
    (runtime) => {
      const start = started(`${runtime} run img`);
      expect(start).toMatchObject({
        runtime: runtime.toLowerCase().replace(/^.*[\\/]|\.exe$/g, ''),
        command: [runtime, 'run', '--cidfile', idFile, 'img'],
        kill: `${runtime} kill ID`,
      });
    },
  );

  it.each([
    ...['-D', '--debug', '--debug-full', '--experimental', '-h', '--help', '--insecure-registry'],
    ...['--noout', '-r', '--remote', '--syslog', '--tls', '--tlsverify', '--trace', '-v'],
    ...['--transient-store', '--version', '--host=x', '-Hx', '-c=x', '-5'],
  ])('has the option %s, which is whole', (option) => {
    expect(started(`docker ${option} run img`)?.kill).toBe(`docker ${option} kill ID`);
    expect(started(`docker ${option} run run img`)?.command.slice(0, 3)).toEqual([
      'docker',
      option,
      'run',
    ]);
  });

  it.each(['-c', '--context', '-H', '--host', '--config', '-n', '--root', '--log-level'])(
    'has the option %s, which takes a value',
    (option) => {
      expect(started(`docker ${option} run img`)).toBeUndefined();
      expect(started(`docker ${option} run run img`)?.kill).toBe(`docker ${option} run kill ID`);
    },
  );

  it.each(['docker -- x run img', 'docker img run', 'docker container', 'docker container ps run'])(
    'runs nothing: %s',
    (line) => {
      expect(started(line)).toBeUndefined();
    },
  );
});

describe('an option of run', () => {
  it.each([
    ...['--detach', '--disable-content-trust', '--env-host', '--help', '--http-proxy', '--init'],
    ...['--interactive', '--no-healthcheck', '--no-hostname', '--no-hosts', '--oom-kill-disable'],
    ...['--passwd', '--privileged', '--publish-all', '--quiet', '--read-only', '--read-only-tmpfs'],
    ...['--remote', '--replace', '--rmi', '--rootfs', '--sig-proxy', '--tls-verify', '--tty'],
    ...['--unsetenv-all', '-d', '-i', '-P', '-q', '-t', '-diPqt', '-eA=b', '-itp80:80', '--name=x'],
  ])('is whole: %s', (option) => {
    expect(started(`docker run ${option} --rm img`)?.removes).toBe(true);
    expect(started(`docker run ${option} img --rm`)?.removes).toBe(false);
  });

  it.each(['--name', '--env', '-e', '-v', '-p', '-u', '-w', '-ie', '-itp', '--network', '--mount'])(
    'takes a value: %s',
    (option) => {
      expect(started(`docker run ${option} --rm img`)?.removes).toBe(false);
      expect(started(`docker run ${option} x --rm img`)?.removes).toBe(true);
    },
  );

  it.each([
    ['--rm', true],
    ['--rm=1', true],
    ['--rm=T', true],
    ['--rm=TRUE', true],
    ['--rm=', false],
    ['--rm=0', false],
    ['--rm=xt', false],
    ['--rm=truely', false],
    ['--rm --rm=false', false],
    ['--rm=false --rm', true],
  ])('removes the container: %s', (options, removes) => {
    expect(started(`docker run ${options} img`)?.removes).toBe(removes);
  });

  it.each([
    ...['--address', '--connection', '--data-root', '--identity', '--namespace', '--root'],
    ...['--runroot', '--storage-driver', '--storage-opt', '--tmpdir', '--url'],
  ])('says where the container is: %s', (option) => {
    expect(started(`podman run -i ${option} x -t img`)?.kill).toBe(`podman kill ${option} x ID`);
    expect(started(`podman run ${option}=x img`)?.kill).toBe(`podman kill ${option}=x ID`);
    const inShell = containerStart(['sh', '-c', `podman run ${option} "$X" -t img`], idFile);
    expect(inShell?.toContainer(['rm', '-f'], 'ID')[2]).toBe(`podman rm -f ${option} "$X" ID`);
  });

  it('says that the container is far away', () => {
    expect(started('podman run --remote --rm img')).toMatchObject({
      kill: 'podman kill --remote ID',
      removes: true,
    });
  });
});

describe('what starts a runtime', () => {
  it.each([
    'sudo -A -b -B -E -H -i -k -n -P -s -S',
    'sudo --askpass --background --login --non-interactive --preserve-env --set-home --shell --stdin',
    'doas -n -L',
    'env -i - -0 -v --ignore-environment --null --debug',
    'setsid -c -f -w --ctty --fork --wait',
    'ionice -t --ignore',
    'time -p -v',
    'command -p',
    'caffeinate -d -i -m -s -u',
  ])('%s: each option alone, and all', (line) => {
    const [launcher, ...options] = line.split(' ');
    for (const front of [...options, options.join(' ')].map((some) => `${launcher} ${some}`)) {
      expect(started(`${front} docker run img`)?.kill).toBe(`${front} docker kill ID`);
    }
  });

  it.each(['-f', '-p', '-v', '--foreground', '--preserve-status', '--verbose'])(
    'timeout %s',
    (option) => {
      const front = `timeout ${option} 5`;
      expect(started(`${front} docker run img`)?.kill).toBe(`${front} docker kill ID`);
    },
  );

  it.each([
    ...['nohup', 'exec', 'nice -n 5', 'nice -5', 'stdbuf -o L', 'ionice -c 3', 'sudo -p x-u'],
    ...['env A=b C=', 'env -u X', 'env -uX', 'sudo A=b', 'env -u X sudo', 'cmd /d /s /c', 'cmd'],
    ...['sudo.exe -E', 'nice nohup', 'timeout -k 5 --signal=INT 9'],
  ])('%s', (front) => {
    expect(started(`${front} docker run img`)?.kill).toBe(`${front} docker kill ID`);
  });

  it.each([
    ...[
      'sudo -u bob',
      'sudo --user bob',
      'sudo --user=bob',
      'sudo -ubob',
      'doas -u bob',
      'sudo -u',
    ],
    ...['env ./a=b', 'cmd x/c', 'xargs', 'sudo -x', 'toString', 'nice docker'],
  ])('%s: no container that is ours to end', (front) => {
    expect(started(`${front} docker run img`)).toBeUndefined();
  });

  it('is told from what the container runs', () => {
    expect(started('docker run img sudo -u bob x')?.kill).toBe('docker kill ID');
    const script = ['sh', '-c', 'docker run img sudo -u bob x'];
    expect(containerStart(script, idFile)).toBeDefined();
  });
});

it('a command may start a container only if it names a runtime', () => {
  expect(maybeContainer(['sh', '-c', 'exec Docker run x'])).toBe(true);
  expect(maybeContainer(['/usr/bin/podman', 'run'])).toBe(true);
  expect(maybeContainer(['nerdctl'])).toBe(true);
  expect(maybeContainer(['npx', '-y', 'server'])).toBe(false);
});
