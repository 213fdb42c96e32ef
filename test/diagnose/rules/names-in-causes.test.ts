/**
 * Real lines of these tools: the reason, and the names that are told of them. A name that is cut
 * or lost leaves a cause that helps nobody.
 */
import { describe } from 'vitest';
import { tells } from './told.ts';

describe('Docker', () => {
  tells([
    [
      'docker: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      'docker-daemon-down',
      'at unix:///var/run/docker.sock.',
    ],
    [
      'docker: Cannot connect to the Docker daemon at tcp://1.2.3.4:2375',
      'docker-daemon-down',
      'at tcp://1.2.3.4:2375.',
    ],
    ['docker: Cannot connect to the Docker daemon', 'docker-daemon-down'],
    ['docker: docker daemon is not running', 'docker-daemon-down'],
    ['docker: dial unix /var/run/docker.sock: connect: no such file', 'docker-daemon-down'],
    [
      'docker: open //./pipe/dockerDesktopLinuxEngine: The system cannot find no such file',
      'docker-daemon-down',
    ],
    ['docker: error on //./pipe/docker_engine', 'docker-daemon-down'],
    ['docker: /var/run/docker.sock: connect: permission denied', 'docker-permission'],
    [
      'docker: Error response from daemon: pull access denied for mcp/srv, repository does not exist',
      'docker-image-not-found',
      '`mcp/srv`',
    ],
    [
      'docker: Error response from daemon: manifest for mcp/srv:9 not found',
      'docker-image-not-found',
      '`mcp/srv:9`',
    ],
    [
      'Error: short-name "mcp/srv" did not resolve to an alias',
      'docker-image-not-found',
      '`mcp/srv`',
    ],
    [
      'docker: Error response from daemon: No such image: mcp/srv:9',
      'docker-image-not-found',
      '`mcp/srv:9`',
    ],
    [
      'Error: localhost/mcp-srv:1: image not known',
      'docker-image-not-found',
      '`localhost/mcp-srv:1`',
    ],
    [
      'docker: failed to resolve reference "docker.io/mcp/srv:9": docker.io/mcp/srv:9: not found',
      'docker-image-not-found',
      '`docker.io/mcp/srv:9`',
    ],
    ['docker: repository docker.io/mcp/srv not found', 'docker-image-not-found'],
    [
      'docker: invalid reference format: repository name (Mcp/Srv) must be lowercase',
      'docker-image-not-found',
      'Mcp/Srv',
    ],
    [
      'docker: Error response from daemon: Conflict. The container name "/srv-1" is already in use by container "3f"',
      'docker-name-conflict',
      '`srv-1`',
    ],
    [
      'docker: Error response from daemon: invalid mount config for type "bind": bind source path does not exist: /my dir/x',
      'docker-mount-missing',
      '`/my dir/x`',
    ],
    ['docker: Error response from daemon: Mounts denied: x', 'docker-mount-missing'],
    [
      'docker: Error response from daemon: path /srv/x is not shared from the host',
      'docker-mount-missing',
      '`/srv/x`',
    ],
    ['Error response from daemon: No such container: srv-1', 'docker-container-missing', '`srv-1`'],
    [
      'Error response from daemon: container srv-1 is not running',
      'docker-container-missing',
      '`srv-1`',
    ],
  ]);
});

describe('ports, memory, and what does not answer', () => {
  tells([
    [
      "OSError: [Errno 98] error while attempting to bind on address ('127.0.0.1', 8000): address already in use",
      'port-in-use',
      '8000',
    ],
    [
      'OSError: [WinError 10048] Only one usage of each socket address, port: 8000',
      'port-in-use',
      '8000',
    ],
    ['Error: Port 8000 is already in use', 'port-in-use', '8000'],
    ['Error: port 8000 (tcp) was taken', 'port-in-use', '8000'],
    ['Error: port 8000 is currently in use', 'port-in-use', '8000'],
    [
      'docker: Error response from daemon: Bind for 0.0.0.0:8000 failed: port is already allocated',
      'port-in-use',
      '8000',
    ],
    [
      'Unhandled exception. System.IO.IOException: Failed to bind to address http://127.0.0.1:8000: address already in use.',
      'port-in-use',
      '8000',
    ],
    ['Error: listen EACCES: permission denied 0.0.0.0:80', 'port-forbidden', '80'],
    [
      'Error: listen EADDRNOTAVAIL: address not available 10.0.0.9',
      'address-not-available',
      '10.0.0.9',
    ],
    ['FATAL ERROR: JavaScript heap out of memory', 'out-of-memory'],
    ['memory allocation of 123456 bytes failed', 'out-of-memory'],
    ['MemoryError', 'out-of-memory'],
    ['numpy._core._exceptions.ArrayMemoryError: Unable to allocate 9 GiB', 'out-of-memory'],
    ['Error: connect ECONNREFUSED 127.0.0.1:5432', 'backend-unreachable', '127.0.0.1:5432'],
    ['Error: getaddrinfo ENOTFOUND db.example.test', 'backend-unreachable', 'db.example.test'],
    [
      'panic: dial tcp 127.0.0.1:5432: connect: connection refused',
      'backend-unreachable',
      '127.0.0.1:5432',
    ],
    [
      'psycopg2.OperationalError: connection to server at "db.test" (1.2.3.4), port 5432 failed: Connection refused',
      'backend-unreachable',
      'db.test',
    ],
    ['Error: connect ETIMEDOUT', 'backend-unreachable'],
    ['panic: x (error=113, y)', 'backend-unreachable'],
    [
      'Exception in thread "main" java.net.ConnectException: Connection refused',
      'backend-unreachable',
    ],
    ['Unhandled exception. System.Net.WebException: Connection refused', 'backend-unreachable'],
    ['Connection refused - connect(2) (Errno::ECONNREFUSED)', 'backend-unreachable'],
    ['PHP Fatal error:  Uncaught PDOException: Connection refused', 'backend-unreachable'],
    ["thread 'main' panicked at a.rs:1:2:\nConnection refused", 'backend-unreachable'],
  ]);
});

describe('classes and codes', () => {
  tells([
    ...[
      'google.auth.exceptions.DefaultCredentialsError',
      'botocore.exceptions.NoCredentialsError',
      'botocore.exceptions.PartialCredentialsError',
      'botocore.exceptions.NoRegionError',
    ].map((type) => [`${type}: x`, 'missing-env-var', 'credentials'] as const),
    ['CredentialsProviderError: x\n    at f (/s/a.js:1:2)', 'missing-env-var', 'credentials'],
    ['CredentialUnavailableError: x\n    at f (/s/a.js:1:2)', 'missing-env-var', 'credentials'],
    [
      ' ERR_PNPM_SPEC_NOT_SUPPORTED_BY_ANY_RESOLVER  workspace:* is not supported',
      'npm-package-broken',
    ],
    [' ERR_PNPM_UNSUPPORTED_PLATFORM  Unsupported platform for x', 'wrong-architecture'],
    ...['FileNotFoundException', 'FileLoadException', 'TypeLoadException'].map(
      (type) =>
        [
          `Unhandled exception. System.IO.${type}: Could not load file or assembly 'My.Lib, Version=1'`,
          'shared-library-missing',
          '`My.Lib`',
        ] as const,
    ),
    [
      "Unhandled exception. System.DllNotFoundException: Unable to load DLL 'e_sqlite3'",
      'shared-library-missing',
      '`e_sqlite3`',
    ],
    ['    + CategoryInfo          : ObjectNotFound: (uvx:String) []', 'command-not-found', '`uvx`'],
    ["The term 'uvx' is not recognized as a cmdlet", 'command-not-found', '`uvx`'],
    ['    + FullyQualifiedErrorId : UnauthorizedAccess', 'powershell-execution-policy'],
  ]);
});

describe('settings and arguments', () => {
  tells([
    ['error: Failed to parse: `pyproject.toml`', 'project-file-invalid', '`pyproject.toml`'],
    ['error: failed to parse manifest at `/s/Cargo.toml`', 'project-file-invalid'],
    ['go: error parsing go.mod', 'project-file-invalid', '`go.mod`'],
    ['srv: error: unrecognized arguments: --stdio', 'wrong-arguments', '`--stdio`'],
    ['srv: error: unrecognized argument: --stdio', 'wrong-arguments', '`--stdio`'],
    ["error: unknown option '--stdio-x'", 'wrong-arguments', '`--stdio-x`'],
    ['Error: Unknown options: --stdio', 'wrong-arguments', '`--stdio`'],
    ['Error: No such option: --stdio', 'wrong-arguments', '`--stdio`'],
    ["error: unexpected argument '--stdio' found", 'wrong-arguments', '`--stdio`'],
    ["error: Unexpected argument '--stdio' found", 'wrong-arguments', '`--stdio`'],
    ["unknown shorthand flag: 'x' in -xyz", 'wrong-arguments', '`-xyz`'],
    ['flag provided but not defined: -stdio', 'wrong-arguments', '`-stdio`'],
    [
      'srv: error: the following arguments are required: --repo, dir',
      'wrong-arguments',
      '--repo, dir',
    ],
    [
      'error: the following required arguments were not provided: --repo',
      'wrong-arguments',
      '--repo',
    ],
    ['Missing required argument: db', 'wrong-arguments', 'db'],
    ["error: missing required argument 'dir name'", 'wrong-arguments', 'dir name'],
    ['Error: required flag(s) "token" not set', 'wrong-arguments', 'token'],
    ["error: required option '--repo <x>' not specified", 'wrong-arguments', '--repo <x>'],
  ]);
});
