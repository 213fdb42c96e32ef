/**
 * What ran out, is taken or cannot be reached, and what Java, .NET, Ruby, PHP, Go and git miss, in
 * the words of each: the reason, and the whole names that are told of it.
 */
import { describe } from 'vitest';
import { tells } from './told.ts';

describe('memory, disk and files', () => {
  tells([
    [
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
      'out-of-memory',
    ],
    ['Fatal process OOM, out of memory', 'out-of-memory'],
    ['Error [ERR_WORKER_OUT_OF_MEMORY]: Worker terminated', 'out-of-memory'],
    ['Exception in thread "main" java.lang.OutOfMemoryError: Java heap space', 'out-of-memory'],
    ['fatal error: runtime: out of memory', 'out-of-memory'],
    ['memory allocation of 8589934592 bytes failed', 'out-of-memory'],
    ['numpy._core._exceptions._ArrayMemoryError: Unable to allocate', 'out-of-memory'],
    ['MemoryError', 'out-of-memory'],
    ['Error: ENOSPC: no space left on device, write', 'disk-full'],
    ['OSError: [Errno 28] No space left on device', 'disk-full'],
    ['write failed: no space left on device', 'disk-full'],
    ['Disk quota exceeded', 'disk-full'],
    ['write: disk quota exceeded', 'disk-full'],
    ['Error: ENOSPC: System limit for number of file watchers reached', 'inotify-limit'],
    ['inotify_add_watch: No space left on device', 'inotify-limit'],
    ['inotify_init: too many open files', 'inotify-limit'],
    ['inotify watches: the limit was reached', 'inotify-limit'],
    ['Error: EMFILE: too many open files', 'too-many-open-files'],
    ['Error: ENFILE: file table overflow', 'too-many-open-files'],
    ["OSError: [Errno 24] Too many open files: 'x'", 'too-many-open-files'],
    ['OSError: [Errno 23] in system', 'too-many-open-files'],
    ['open x: too many open files', 'too-many-open-files'],
  ]);
});

describe('processes and threads', () => {
  tells([
    ['bash: fork: retry: Resource temporarily unavailable', 'too-many-processes'],
    ['fork/exec ./srv: Cannot allocate memory', 'too-many-processes'],
    ["RuntimeError: can't start new thread", 'too-many-processes'],
    ['OpenJDK: unable to create native thread', 'too-many-processes'],
    ['OpenJDK: unable to create new native thread', 'too-many-processes'],
    ['libgomp: pthread_create has failed', 'too-many-processes'],
    ['Error: spawn npx run EAGAIN', 'too-many-processes'],
    ['Error: spawn /usr/bin/node ENOMEM', 'too-many-processes'],
  ]);
});

describe('a port', () => {
  tells([
    ['Error: listen EADDRINUSE: address already in use :::3000', 'port-in-use', 'Port 3000 is'],
    ['Error: listen EADDRINUSE 0.0.0.0:65000', 'port-in-use', 'Port 65000 is'],
    ['Error: EADDRINUSE', 'port-in-use', 'The port is'],
    [
      "OSError: [Errno 98] error while attempting to bind on address ('127.0.0.1', 8080)",
      'port-in-use',
      'Port 8080 is',
    ],
    ['OSError: [Errno 48] cannot bind', 'port-in-use', 'The port is'],
    [
      'OSError: [WinError 10048] Only one usage of each socket address',
      'port-in-use',
      'The port is',
    ],
    ['listen tcp :8080: bind: Only one usage of each socket address', 'port-in-use', 'The port is'],
    [
      '2024/01/01 10:00:00 listen tcp :8080: bind: Only one usage of each socket address (protocol/network address/port) is normally permitted.',
      'port-in-use',
      'The port is',
    ],
    ['Error: Port 8080 is already in use', 'port-in-use', 'Port 8080 is'],
    ['Error: port 8080 was taken', 'port-in-use', 'Port 8080 is'],
    ['Error: port 65000 (the default) is currently occupied', 'port-in-use', 'Port 65000 is'],
    ['Bind for 0.0.0.0:8080 failed: port is already allocated', 'port-in-use', 'Port 8080 is'],
    [
      'System.IO.IOException: Failed to bind to address http://127.0.0.1:5000: address already in use.',
      'port-in-use',
      'Port 5000 is',
    ],
    ['Error: listen EACCES: permission denied 0.0.0.0:80', 'port-forbidden', 'use port 80.'],
    ['Error: listen EACCES: permission denied 443', 'port-forbidden', 'use port 443.'],
    ['OSError: [WinError 10013] An attempt was made', 'port-forbidden', 'its port'],
    ['listen tcp :80: bind: permission denied', 'port-forbidden'],
    [
      'Error: listen EADDRNOTAVAIL: address not available 10.1.2.3',
      'address-not-available',
      'on 10.1.2.3,',
    ],
    ['Error: listen EADDRNOTAVAIL', 'address-not-available', 'on an address'],
    ['OSError: [Errno 99] cannot assign', 'address-not-available', 'on an address'],
    ['OSError: [WinError 10049] cannot', 'address-not-available', 'on an address'],
  ]);
});

describe('something that cannot be reached', () => {
  tells([
    ['Error: connect ECONNREFUSED 127.0.0.1:5432', 'backend-unreachable', 'reach 127.0.0.1:5432.'],
    ['Error: connect ECONNREFUSED [::1]:6379', 'backend-unreachable', 'reach [::1]:6379.'],
    ['Error: getaddrinfo ENOTFOUND db-1.local', 'backend-unreachable', 'reach db-1.local.'],
    ['Error: getaddrinfo EAI_AGAIN db-1.local', 'backend-unreachable', 'reach db-1.local.'],
    [
      'panic: dial tcp [::1]:5432: connect: connection refused',
      'backend-unreachable',
      'reach [::1]:5432.',
    ],
    [
      'psycopg2.OperationalError: connection to server at "db.local" (10.0.0.1), port 5432 failed: Connection refused',
      'backend-unreachable',
      'reach db.local.',
    ],
    [
      '2024/01/01 10:00:00 dial tcp 127.0.0.1:5432: connectex: No connection could be made because the target machine actively refused it.',
      'backend-unreachable',
      'reach 127.0.0.1:5432.',
    ],
    ['ConnectionRefusedError: [Errno 111] Connection refused', 'backend-unreachable', 'something'],
  ]);
});

describe('a key that is not accepted', () => {
  tells([
    ['Error: Invalid API key', 'auth-rejected'],
    ['Error: invalid_api_key', 'auth-rejected'],
    ['Error: Invalid api-Key', 'auth-rejected'],
    ['Error: Invalid token', 'auth-rejected'],
    ['Error: invalid access token', 'auth-rejected'],
    ['Error: Invalid auth token', 'auth-rejected'],
    ['Error: Bad credentials', 'auth-rejected'],
    ['Error: bad credentials', 'auth-rejected'],
    ['Error: Incorrect API key provided', 'auth-rejected'],
    ['Error: Request failed with status code 401', 'auth-rejected'],
    ['Error: HTTP 401', 'auth-rejected'],
    ['Error: HTTP/1.1 401', 'auth-rejected'],
    ['Error: status: 401', 'auth-rejected'],
    ['Error: 401 Unauthorized', 'auth-rejected'],
    ['FATAL: password authentication failed for user "x"', 'auth-rejected'],
  ]);
});

describe('Java and .NET', () => {
  tells([
    [
      'java.lang.UnsupportedClassVersionError: x has been compiled by (class file version 61.0)',
      'java-version',
      'for Java 17 or',
    ],
    ['This server requires at least Java version 21', 'java-version', 'for Java 21 or'],
    ['This server requires Java 17', 'java-version', 'for Java 17 or'],
    ['error: release version 21 not supported', 'java-version'],
    ['error: invalid target release: 21', 'java-version'],
    ['Error: Unable to access jarfile my srv.jar', 'java-jar-missing', '`my srv.jar`'],
    [
      'Error: Could not find or load main class com.acme.Srv$Main',
      'java-class-missing',
      '`com.acme.Srv$Main`',
    ],
    ['no main manifest attribute, in my srv.jar', 'java-class-missing', '`my srv.jar`'],
    [
      "Framework: 'Microsoft.NETCore.App', version '8.0.0' (x64)",
      'dotnet-version',
      'needs Microsoft.NETCore.App 8.0.0,',
    ],
    ['You must install .NET to run this application.', 'dotnet-version'],
    ['You must install or update .NET to run this application.', 'dotnet-version'],
  ]);
});

describe('Ruby, PHP, Go and git', () => {
  tells([
    ['cannot load such file -- mcp/srv-1 (LoadError)', 'ruby-gem-missing', '`mcp/srv-1`'],
    [
      'Could not find mcp-srv-1.2.3 in any of the sources (Bundler::GemNotFound)',
      'ruby-gem-missing',
      '`mcp-srv-1.2.3`',
    ],
    ["Could not find gem 'mcp srv (>= 1)' in any", 'ruby-gem-missing', '`mcp srv (>= 1)`'],
    [
      "PHP Fatal error: Uncaught Error: Failed opening required '/srv/my vendor/autoload.php'",
      'php-dependency-missing',
      '`/srv/my vendor/autoload.php`',
    ],
    [
      'PHP Fatal error:  Uncaught Error: vendor/autoload.php: No such file',
      'php-dependency-missing',
    ],
    [
      'go: go.mod requires go >= 1.24.1 (running go 1.21.0; GOTOOLCHAIN=local)',
      'go-version',
      'needs Go 1.24.1, and this is 1.21.0.',
    ],
    [
      'main.go:3:2: no required module provides package github.com/a/b-c.v2; to add it:',
      'go-package-missing',
      '`github.com/a/b-c.v2`',
    ],
    ['main.go:3:2: package srv/x-1 is not in std', 'go-package-missing', '`srv/x-1`'],
    ['main.go:3:2: package srv/x-1 is not in GOROOT', 'go-package-missing', '`srv/x-1`'],
    [
      "fatal: unable to access 'https://example.org/a b.git/': Could not resolve host",
      'git-fetch-failed',
      '`https://example.org/a b.git/`',
    ],
    [
      "fatal: repository 'https://example.org/a/' not found",
      'git-fetch-failed',
      '`https://example.org/a/`',
    ],
  ]);
});
