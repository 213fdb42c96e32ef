/**
 * Docker and Podman. The daemon's own words come in English on every system; `denied` means a
 * missing image as often as a stale login, and the rest of the sentence tells which.
 */
import type { Rule } from '../rule.ts';

const imageMissing = {
  reason: 'docker-image-not-found',
  permanent: true,
} as const;

export const dockerRules = (): readonly Rule[] => [
  {
    id: 'docker-daemon',
    reason: 'docker-daemon-down',
    certainty: 94,
    permanent: false,
    title: 'Docker is not running',
    sees: {
      text: [
        /[Cc]annot connect to the Docker daemon(?: at (?<address>[^\s,]{1,120}?)\.?(?:\s|$))?/gm,
        /error during connect:/gm,
        /[Dd]ocker daemon is not running|Is the docker daemon running|Docker Desktop is (?:not running|manually paused|unable to start)/gm,
        /failed to connect to the docker API/gm,
        /(?:dial unix|open) \S{0,120}(?:docker\.sock|docker_engine|dockerDesktop\w{1,20}Engine|podman\.sock)[^\n]{0,40}(?:no such file|connection refused|:)/gm,
        /\/\/[./]{0,4}pipe\/docker\w{1,40}/gm,
        /Cannot connect to Podman|unable to connect to Podman/gm,
      ],
      never: /permission denied while trying to connect/,
    },
    cause: [
      'The docker command finds no daemon at {address}.',
      'The docker command finds no daemon to talk to.',
    ],
    advice: [
      {
        linux: 'Start it: `sudo systemctl start docker`.',
        darwin: 'Start Docker Desktop: `open -a Docker`.',
        win32: 'Start Docker Desktop and wait until it says that the engine is running.',
      },
      'If it runs, compare `docker context ls` in a terminal with `DOCKER_HOST` of the client.',
    ],
    sample: {
      stderr: 'docker: Cannot connect to the Docker daemon at unix:///x.sock.',
      exitCode: 125,
    },
  },
  {
    id: 'docker-rights',
    reason: 'docker-permission',
    certainty: 96,
    permanent: true,
    title: 'No permission to use Docker',
    sees: {
      text: [
        /permission denied while trying to connect to the (?:Docker daemon|docker API)/gim,
        /docker\.sock[^\n]{0,60}permission denied/gm,
      ],
    },
    cause: ['This user may not talk to the Docker daemon.'],
    advice: [
      {
        posix: 'Join the group and log in again: `sudo usermod -aG docker $USER`.',
        win32: 'Join the group docker-users and log in again.',
      },
    ],
    sample: {
      stderr: 'permission denied while trying to connect to the Docker daemon socket',
      exitCode: 126,
    },
  },
  {
    ...imageMissing,
    id: 'docker-image',
    certainty: 93,
    title: 'The container image was not found',
    sees: {
      text: [
        /pull access denied for (?<image>[^\s,]{1,120})/gm,
        /manifest for (?<image>\S{1,120}) not found/gm,
        /short-name "(?<image>[^"\n]{1,120})" did not resolve/gm,
        /No such image: (?<image>\S{1,120})/gm,
        /(?<image>[\w./:@-]{1,120}): image not known/gm,
        /failed to resolve reference "(?<image>[^"\n]{1,160})"[^\n]{0,160}: not found/gm,
        /manifest unknown|name unknown|repository name not known|repository \S{1,120} not found/gm,
      ],
    },
    cause: [
      'The image `{image}` does not exist in its registry or may not be read.',
      'The image does not exist in its registry or may not be read.',
    ],
    advice: [
      'Check the name with its registry and tag: `docker pull {image}`.',
      'If it is your own image, build it first: `docker build -t {image} .`',
    ],
    sample: {
      stderr: 'Error response from daemon: pull access denied for x/y, repository does not',
    },
  },
  {
    ...imageMissing,
    id: 'docker-image-name',
    certainty: 90,
    title: 'This is not a valid image name',
    sees: {
      text: [
        /invalid reference format/gm,
        /repository name \((?<image>[^)\n]{1,120})\) must be lowercase/gm,
      ],
    },
    cause: [
      '`{image}` is not the name of an image.',
      'What stands where docker expects the name of an image is none.',
    ],
    advice: ['Check the order of "args": options first, then the image, then its own arguments.'],
    sample: { stderr: 'docker: invalid reference format', exitCode: 125 },
  },
  {
    id: 'docker-auth',
    reason: 'docker-registry-auth',
    certainty: 91,
    permanent: true,
    title: 'The image registry refuses the login',
    sees: {
      text: [
        /(?:https:\/\/(?<registry>[\w.:-]{1,80})\/v2\/|[Ee]rror (?:response )?from (?:daemon|registry)|docker:)[^\n]{0,200}: (?:unauthorized|denied|forbidden)\b/gm,
        /\bdenied: denied\b|no basic auth credentials|unauthorized: authentication required/gm,
        /error getting credentials/gm,
        /failed to (?:authorize|fetch (?:anonymous|oauth) token)/gm,
        /from registry: (?:denied|unauthorized)/gm,
      ],
    },
    cause: [
      'The registry {registry} refuses the stored login, or asks for one.',
      'The image registry refuses the stored login, or asks for one.',
    ],
    advice: [
      'For a public image a stale login is in the way: `docker logout {registry}`.',
      'For a private one log in again: `docker login {registry}`.',
      'If a credential helper is missing, remove `credsStore` from ~/.docker/config.json.',
    ],
    sample: {
      stderr: 'Error response from daemon: Head "https://ghcr.io/v2/x/y/manifests/z": unauthorized',
    },
  },
  {
    id: 'docker-helper-missing',
    reason: 'docker-registry-auth',
    certainty: 95,
    permanent: true,
    title: 'The helper that keeps registry logins is missing',
    sees: {
      text: [
        /(?<helper>docker-credential-[\w-]{1,30})(?:\.exe)?["']?: executable file not found/gm,
      ],
    },
    cause: ['docker is configured to use `{helper}`, which is not on the PATH.'],
    advice: ['Remove `credsStore` from ~/.docker/config.json, or put the helper on the PATH.'],
    sample: { stderr: 'exec: "docker-credential-desktop": executable file not found in $PATH' },
  },
  {
    id: 'docker-rate',
    reason: 'docker-rate-limit',
    certainty: 95,
    permanent: false,
    title: 'Too many image downloads',
    sees: { text: [/\btoomanyrequests\b/gm] },
    cause: ['The image registry has counted too many downloads from this address.'],
    advice: ['Log in to raise the limit: `docker login`.', 'Or wait some hours.'],
    sample: { stderr: 'toomanyrequests: You have reached your pull rate limit.', exitCode: 125 },
  },
  {
    id: 'docker-registry-network',
    reason: 'registry-unreachable',
    certainty: 90,
    permanent: false,
    title: 'The image registry cannot be reached',
    sees: {
      text: [
        /(?:Get|Head) "?https:\/\/(?<registry>[\w.:-]{1,80})\/v2\/[^\n]{0,200}(?:no such host|i\/o timeout|request canceled|TLS handshake timeout|deadline exceeded|connection refused|network is unreachable|EOF)/gm,
        /lookup (?<registry>registry[\w.-]{1,60})[^\n]{0,80}(?:no such host|server misbehaving|i\/o timeout)/gm,
      ],
    },
    cause: ['The image registry {registry} did not answer.', 'The image registry did not answer.'],
    advice: ['Check the network connection, then: `docker pull <image>`.'],
    sample: {
      stderr: 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup x: no such host',
      exitCode: 125,
    },
  },
  {
    id: 'docker-name-taken',
    reason: 'docker-name-conflict',
    certainty: 95,
    permanent: true,
    title: 'The name of the container is taken',
    sees: {
      text: [/The container name "?\/?(?<name>[\w.-]{1,80})"? is already in use/gm],
    },
    cause: ['A container called `{name}` exists already.'],
    advice: [
      'Remove it: `docker rm -f {name}`.',
      'Better leave `--name` out of "args": clients may start a server twice.',
    ],
    sample: { stderr: 'Conflict. The container name "/srv" is already in use by container "3f"' },
  },
  {
    id: 'docker-mount',
    reason: 'docker-mount-missing',
    certainty: 93,
    permanent: true,
    title: 'A directory for the container does not exist',
    sees: {
      text: [
        /bind source path does not exist: (?<path>[^\n]{1,200})/gm,
        /[Mm]ounts denied|path (?<path>\S{1,200}) is not shared from the host/gm,
        /invalid volume specification|invalid mount config/gm,
      ],
    },
    cause: [
      'The directory `{path}` cannot be given to the container: it does not exist or is not shared.',
      'A directory cannot be given to the container: it does not exist or is not shared.',
    ],
    advice: ['Write the absolute path of a directory that exists into "args".'],
    sample: { stderr: 'invalid mount config for type "bind": bind source path does not exist: /x' },
  },
  {
    id: 'docker-container',
    reason: 'docker-container-missing',
    certainty: 93,
    permanent: true,
    title: 'The container is not running',
    sees: {
      text: [
        /No such container: (?<name>[\w.-]{1,80})/gm,
        /[Cc]ontainer (?<name>[\w.-]{1,80}) is not running/gm,
      ],
    },
    cause: ['There is no running container `{name}`.'],
    advice: ['Start it: `docker start {name}`.', 'See what runs: `docker ps -a`.'],
    sample: { stderr: 'Error response from daemon: No such container: srv', exitCode: 1 },
  },
  {
    id: 'docker-plugin',
    reason: 'docker-plugin-missing',
    certainty: 90,
    permanent: true,
    title: 'docker does not know this command',
    sees: { text: [/docker: '(?<plugin>[\w-]{1,40})' is not a docker command/gm] },
    cause: ['docker does not find its plugin `{plugin}`.'],
    advice: [
      'Install or enable it in Docker Desktop.',
      {
        win32:
          'Add LOCALAPPDATA, ProgramData and ProgramFiles under "env": docker looks for plugins there.',
      },
    ],
    sample: { stderr: "docker: 'mcp' is not a docker command.", exitCode: 1 },
  },
  {
    id: 'docker-inner-command',
    reason: 'command-not-found',
    certainty: 91,
    permanent: true,
    title: 'Command not found',
    sees: {
      text: [
        /(?:OCI runtime|runc|crun|starting container process)[^\n]{0,200}exec:? "(?<program>[^"\n]{1,120})": (?:stat |executable file not found)/gm,
      ],
    },
    cause: ['The image has no program `{program}`.'],
    advice: ['Check what follows the image in "args": it replaces the command of the image.'],
    sample: {
      stderr:
        'OCI runtime exec failed: exec failed: exec: "/srv": stat /srv: no such file or directory',
      exitCode: 127,
    },
  },
];
