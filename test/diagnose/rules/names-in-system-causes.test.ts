/**
 * What operating systems and loaders say, in the words of each: the reason, and the names that are
 * told of it. Each name is longer than a letter, stands where that system puts it, and is whole.
 */
import { describe } from 'vitest';
import { tells } from './told.ts';

describe('a program for another system', () => {
  tells([
    [
      'bash: ./srv-1: cannot execute binary file: Exec format error',
      'wrong-architecture',
      '`./srv-1`',
    ],
    ['bash: ./srv-1: Exec format error', 'wrong-architecture', '`./srv-1`'],
    ['bash: ./srv-1: exec format error', 'wrong-architecture', '`./srv-1`'],
    ['bash: ./srv-1: cannot execute: binary file', 'wrong-architecture', '`./srv-1`'],
    ['bash: ./srv-1: cannot execute binary file', 'wrong-architecture', '`./srv-1`'],
    ["OSError: [Errno 8] Exec format error: './srv-1'", 'wrong-architecture', '`./srv-1`'],
    ['OSError: Exec format error: "./srv-1"', 'wrong-architecture', '`./srv-1`'],
    ['Error: Exec format error (os error 8)', 'wrong-architecture', 'cannot run the program'],
    [
      'standard_init_linux.go:228: exec user process caused: exec format error',
      'wrong-architecture',
    ],
    ['zsh: bad CPU type in executable: ./srv-1', 'wrong-architecture', '`./srv-1`'],
    ["OSError: Bad CPU type in executable: './srv-1'", 'wrong-architecture', '`./srv-1`'],
    ['Error: spawn Unknown system error -86', 'wrong-architecture'],
    ['Error: spawn unknown system error -8', 'wrong-architecture'],
    ['OSError: [WinError 193] %1 is not a valid Win32 application', 'wrong-architecture'],
    ['OSError: [WinError 216]', 'wrong-architecture'],
    ['rosetta error: failed to open elf', 'wrong-architecture'],
    ["qemu-x86_64: Could not open '/lib64/ld-linux-x86-64.so.2'", 'wrong-architecture'],
    ["qemu-arm: Could not open '/lib/ld-linux.so.3'", 'wrong-architecture'],
  ]);
});

describe('a library for another system', () => {
  tells([
    [
      "(mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64e'))",
      'wrong-architecture',
      'built for x86_64, but arm64e is needed',
    ],
    [
      '(mach-o file, but is an incompatible architecture (have (x86_64,i386), need (arm64)))',
      'wrong-architecture',
      'built for x86_64,i386, but arm64 is needed',
    ],
    [
      'incompatible architecture (have "x86_64", need "arm64")',
      'wrong-architecture',
      'built for x86_64, but arm64 is needed',
    ],
    ['ImportError: wrong ELF class: ELFCLASS32', 'wrong-architecture'],
    ['Error: invalid ELF header', 'wrong-architecture'],
    [
      'docker: no matching manifest for linux/arm64/v8 in the manifest list entries',
      'wrong-architecture',
      'no build of it for linux/arm64/v8',
    ],
  ]);
});

describe('an old system', () => {
  tells([
    [
      "/lib/libc.so.6: version `GLIBC_2.38' not found (required by ./srv)",
      'glibc-too-old',
      'GLIBC_2.38,',
    ],
    [
      "./srv: /lib/libstdc++.so.6: version `GLIBCXX_3.4.29' not found",
      'glibc-too-old',
      'GLIBCXX_3.4.29,',
    ],
    ["./srv: version `CXXABI_1.3.13' not found", 'glibc-too-old', 'CXXABI_1.3.13,'],
    ['./srv: version "GLIBC_2.33" not found', 'glibc-too-old', 'GLIBC_2.33,'],
    ["./srv: Version `GLIBC_2.33' nicht gefunden", 'glibc-too-old', 'GLIBC_2.33,'],
    ['./srv: symbol GLIBC_2.33 not defined in file libc.so.6', 'glibc-too-old', 'GLIBC_2.33,'],
    ['./srv: GLIBC_2.33 was looked for (required by ./srv)', 'glibc-too-old', 'GLIBC_2.33,'],
  ]);
});

describe('a library that is missing', () => {
  tells([
    [
      './srv: error while loading shared libraries: libEGL.so.1: cannot open it',
      'shared-library-missing',
      '`libEGL.so.1`',
    ],
    [
      'ImportError: libpython3.11-x+y.so.1.0: cannot open shared object file: No such file or directory',
      'shared-library-missing',
      '`libpython3.11-x+y.so.1.0`',
    ],
    [
      'dyld[1]: Library not loaded: @rpath/libicu data.70.dylib',
      'shared-library-missing',
      '`@rpath/libicu data.70.dylib`',
    ],
    [
      'Error loading shared library libstdc++.so.6: No such file',
      'shared-library-missing',
      '`libstdc++.so.6`',
    ],
    [
      'The program cannot start: VCRUNTIME140-1_x.dll was not found',
      'shared-library-missing',
      '`VCRUNTIME140-1_x.dll`',
    ],
    [
      'ImportError: DLL load failed while importing _sqlite3.core: The module is missing',
      'shared-library-missing',
      '`_sqlite3.core`',
    ],
    ['ImportError: DLL load failed: %1 is missing', 'shared-library-missing', 'needs a library'],
    [
      'The required library libhost-x.so could not be found',
      'shared-library-missing',
      '`libhost-x.so`',
    ],
  ]);
});

describe('what macOS refuses', () => {
  tells([
    ['mapping process and mapped file have different Team IDs', 'macos-library-validation'],
    ['library load disallowed by system policy', 'macos-library-validation'],
    ['not valid for use in process using it', 'macos-library-validation'],
    ['Termination Reason: Code Signature Invalid', 'macos-codesign-kill'],
    ['code signature invalid', 'macos-codesign-kill'],
    ['code signature in /a/b.node is invalid', 'macos-codesign-kill'],
    [
      "PermissionError: [Errno 1] Operation not permitted: '/Users/a/Documents/x y.cfg'",
      'macos-tcc',
      '`/Users/a/Documents/x y.cfg`',
    ],
    ['OSError: Operation not permitted: "/Volumes/b/c"', 'macos-tcc', '`/Volumes/b/c`'],
    [
      "Error: EPERM: operation not permitted, scandir '/Users/a/Desktop'",
      'macos-tcc',
      '`/Users/a/Desktop`',
    ],
    ['ls: /Users/a/Downloads: Operation not permitted', 'macos-tcc', '`/Users/a/Downloads`'],
    ['open /Volumes/b/c: operation not permitted', 'macos-tcc', '`/Volumes/b/c`'],
  ]);
});

describe('a file', () => {
  tells([
    ["Error: EACCES: permission denied, mkdir '/data/a b'", 'file-permission', '`/data/a b`'],
    [
      "PermissionError: [Errno 13] Permission denied: '/data/a b'",
      'file-permission',
      '`/data/a b`',
    ],
    [
      'PermissionError: [WinError 5] Access is denied: "C:/data/x"',
      'file-permission',
      '`C:/data/x`',
    ],
    ['open /data/x.db: permission denied', 'file-permission', '`/data/x.db`'],
    ['mkdir /data/x: Access is denied', 'file-permission', '`/data/x`'],
    [
      "Error: ENOENT: no such file or directory, open 'my config.json'",
      'file-missing',
      '`my config.json`',
    ],
    [
      "FileNotFoundError: [Errno 2] No such file or directory: 'my x.toml'",
      'file-missing',
      '`my x.toml`',
    ],
    [
      'FileNotFoundError: [WinError 3] The system cannot find it: "C:/x y"',
      'file-missing',
      '`C:/x y`',
    ],
    ["FileNotFoundError: [WinError 2] The system cannot find it: 'C:/x'", 'file-missing', '`C:/x`'],
    ['open /etc/srv.yaml: no such file or directory', 'file-missing', '`/etc/srv.yaml`'],
    ['open C-srv.yaml: The system cannot find the file specified', 'file-missing', '`C-srv.yaml`'],
    ['node: dist/index.js: not found', 'file-missing', '`dist/index.js`'],
    [
      "python3: can't open file '/srv/my main.py': [Errno 2] No such file or directory",
      'file-missing',
      '`/srv/my main.py`',
    ],
    [
      "python: can't open file 'C:/srv/main.py': [Errno 2] No such file or directory",
      'file-missing',
      '`C:/srv/main.py`',
    ],
    ["python3: can't open file main.py: [Errno 2]", 'file-missing', '`main.py`'],
    ['sh: 0: cannot open start.sh: No such file', 'file-missing', '`start.sh`'],
    ["sh: 12: Can't open /srv/start.sh", 'file-missing', '`/srv/start.sh`'],
    ["dash: can't open start.sh", 'file-missing', '`start.sh`'],
    ['Could not open input file: srv/server.php', 'file-missing', '`srv/server.php`'],
    [
      'ruby: No such file or directory -- lib/server.rb (LoadError)',
      'file-missing',
      '`lib/server.rb`',
    ],
  ]);
});
