/**
 * What the operating system refuses: other processors, old libraries, macOS privacy, files.
 */
import type { Rule } from '../rule.ts';

const wrongArchitecture = {
  reason: 'wrong-architecture',
  permanent: true,
  title: 'Built for another processor or system',
  advice: [
    {
      posix: 'Compare `uname -m` with what the file is for: `file {program}`.',
      win32: 'Compare the file with the system: 32 or 64 bit, x64 or ARM64.',
    },
    'Get the build for this system; an empty or cut-off download looks the same.',
  ],
} as const;

const libraryMissing = {
  reason: 'shared-library-missing',
  permanent: true,
  title: 'A system library is missing',
  cause: [
    'The program needs the library `{library}`, which is not installed.',
    'The program needs a library that is not installed.',
  ],
} as const;

export const systemRules = (): readonly Rule[] => [
  {
    ...wrongArchitecture,
    id: 'errno-format',
    certainty: 97,
    sees: { errno: ['ENOEXEC', 'EBADARCH', 'EFTYPE', 'UNKNOWN', 'Unknown system error -86'] },
    cause: ['The system cannot run `{program}`: it is no program for this system.'],
    sample: { spawnErrno: 'ENOEXEC', command: ['./server'] },
  },
  {
    ...wrongArchitecture,
    id: 'text-format',
    certainty: 92,
    sees: {
      text: [
        /(?<program>[^\s:]{1,200})(?<![Ee]rror): (?:cannot execute binary file: )?[Ee]xec format error/gm,
        /(?<program>[^\s:]{1,200}): cannot execute(?::)? binary file/gm,
        /[Ee]xec format error(?:: ['"]?(?<program>[^\s'"]{1,200}))?/gm,
        /[Bb]ad CPU type in executable(?:: ['"]?(?<program>[^\s'"]{1,200}))?/gm,
        /\[Errno 8\]|\bENOEXEC\b|[Uu]nknown system error -(?:86|8)\b|\bspawn UNKNOWN\b/gm,
        /\[WinError (?:193|216)\]/gm,
        /is not a valid Win32 application/gm,
        /(?:Fehler im Format der Programmdatei|Erreur de format pour exec|可执行文件格式错误|実行形式エラー|ошибка формата выполняемого файла)/gim,
        /rosetta error: |qemu-\w{1,12}: Could not open/gm,
      ],
    },
    cause: [
      'The system cannot run `{program}`: it was built for another processor or is no program.',
      'The system cannot run the program: it was built for another processor or is none.',
    ],
    sample: { stderr: 'bash: ./srv: cannot execute binary file: Exec format error', exitCode: 126 },
  },
  {
    ...wrongArchitecture,
    id: 'library-architecture',
    certainty: 95,
    sees: {
      text: [
        /incompatible architecture \(have \(?['"]?(?<have>[\w,]{1,20})['"]?\)?,? (?:\(?)need \(?['"]?(?<need>[\w,]{1,20})/gm,
        /wrong ELF class: (?<have>ELFCLASS\d\d)|invalid ELF header/gm,
        /installed esbuild for another platform|You installed esbuild for another platform/gm,
        /no matching manifest for (?<need>[\w/]{1,40}) in the manifest list/gm,
        /not compatible with the version of Windows you're running/gm,
      ],
    },
    cause: [
      'A library was built for {have}, but {need} is needed.',
      'There is no build of it for {need}.',
      'A library was built for another processor or system.',
    ],
    advice: [
      'Install the dependencies again on this machine; do not copy `node_modules` or a virtual environment from another.',
      {
        darwin:
          'Do not mix programs for Intel and Apple processors: `file $(command -v node python3)`.',
      },
      'With Docker, ask for the other platform: `--platform linux/amd64`.',
    ],
    sample: {
      stderr: "(mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64'))",
    },
  },
  {
    id: 'windows-bad-image',
    reason: 'wrong-architecture',
    certainty: 90,
    permanent: true,
    title: 'Built for another processor or system',
    sees: { endings: [3221225595, -1073741701] },
    cause: ['Windows ended it with 0xC000007B: 32-bit and 64-bit parts were mixed.'],
    advice: ['Install the build for this system, and the same kind of run-time libraries.'],
    sample: { exitCode: 3221225595, platform: 'win32' },
  },
  {
    id: 'glibc',
    reason: 'glibc-too-old',
    certainty: 97,
    permanent: true,
    title: 'The system is too old for this program',
    sees: {
      text: [
        /\b(?<version>(?:GLIBC|GLIBCXX|CXXABI)_\d[\d.]{0,12})['"]?[^\n]{0,12}(?:not found|nicht gefunden|introuvable|no encontrad|未找到|not defined)/gm,
        /(?<version>(?:GLIBC|GLIBCXX|CXXABI)_\d[\d.]{0,12})[^\n]{0,30}\(required by/gm,
      ],
    },
    cause: ['The program needs {version}, which the C library of this system does not have.'],
    advice: [
      'Use a newer system, or a container: `docker run -i --rm <image>`.',
      'Or a build for older systems, or one that is linked statically (musl).',
    ],
    sample: { stderr: "/lib/libc.so.6: version `GLIBC_2.38' not found (required by ./srv)" },
  },
  {
    ...libraryMissing,
    id: 'library',
    certainty: 94,
    sees: {
      text: [
        /error while loading shared libraries: (?<library>[^:\s]{1,120})/gm,
        /(?<library>lib[\w.+-]{1,80}\.so[\d.]{0,12}): cannot open shared object file/gm,
        /Library not loaded: (?<library>[^\n]{1,200})/gm,
        /Error loading shared library (?<library>[^:\s]{1,120})/gm,
        /(?<library>[\w.-]{1,60}\.dll) was not found/gim,
        /DLL load failed(?: while importing (?<library>[\w.]{1,80}))?/gm,
        /libhostfxr|The required library (?<library>\S{1,80}) could not be found/gm,
      ],
    },
    advice: [
      {
        linux: 'Find the package that brings it: `apt-file search {library}`, then install it.',
        darwin: 'Install it again, for example with `brew reinstall <formula>`.',
        win32: 'Install the Microsoft Visual C++ Redistributable (x64).',
      },
    ],
    sample: {
      stderr: './srv: error while loading shared libraries: libEGL.so.1: cannot',
      exitCode: 127,
    },
  },
  {
    ...libraryMissing,
    id: 'library-exit',
    certainty: 90,
    sees: { endings: [3221225781, -1073741515] },
    cause: ['Windows ended it with 0xC0000135: a DLL that the program needs was not found.'],
    advice: ['Install the Microsoft Visual C++ Redistributable (x64).'],
    sample: { exitCode: 3221225781, platform: 'win32' },
  },
  {
    id: 'library-validation',
    reason: 'macos-library-validation',
    certainty: 95,
    permanent: true,
    title: 'macOS does not let the program load a library',
    sees: {
      text: [
        /different Team IDs/gm,
        /library load disallowed by system policy/gm,
        /not valid for use in process[^\n]{0,80}/gm,
      ],
    },
    cause: ['macOS refuses a library that is not signed by the maker of the program loading it.'],
    advice: ['Run the server with a Node.js of your own instead of the one inside the client.'],
    sample: { stderr: '(mapping process and mapped file (non-platform) have different Team IDs)' },
  },
  {
    id: 'codesign-named',
    reason: 'macos-codesign-kill',
    certainty: 94,
    permanent: true,
    title: 'macOS ended it because of its signature',
    sees: {
      despiteSignal: true,
      text: [
        /[Cc]ode [Ss]ignature [Ii]nvalid|CODESIGNING|code signature (?:in|not) [^\n]{0,200}invalid/gm,
      ],
    },
    cause: ['macOS ended the server, because a file it loads has no valid signature.'],
    advice: [
      'Build it again, which signs it: `npm rebuild`.',
      'Or sign it: `codesign --force -s - <file>`.',
    ],
    sample: { stderr: 'Termination Reason: Namespace CODESIGNING, Code 2', signal: 'SIGKILL' },
  },
  {
    id: 'codesign-silent',
    reason: 'macos-codesign-kill',
    certainty: 58,
    // Likely, and no more: a lack of memory looks the same.
    permanent: false,
    title: 'macOS probably ended it because of its signature',
    sees: {
      platforms: ['darwin'],
      endings: [137, 'SIGKILL'],
      silent: true,
      phases: ['start', 'handshake'],
      uptimeMaxMs: 5_000,
    },
    cause: [
      'It was killed at once and without a word, as macOS does with native modules whose signature is invalid.',
    ],
    advice: [
      'In the directory of the server: `npm rebuild`, which signs native modules again.',
      'Or sign the file: `codesign --force -s - <file>`.',
      'The Console application shows whether it was the signature.',
    ],
    sample: { platform: 'darwin', signal: 'SIGKILL', phase: 'handshake', uptimeMs: 300 },
  },
  {
    id: 'macos-privacy',
    reason: 'macos-tcc',
    certainty: 88,
    permanent: true,
    title: 'macOS privacy settings deny access',
    sees: {
      text: [
        /(?:\[Errno 1\] )?Operation not permitted: ['"](?<path>\/(?:Users|Volumes)\/[^'"\n]{1,200})['"]/gm,
        /\bEPERM: operation not permitted, [^\n]{0,40}'(?<path>\/(?:Users|Volumes)\/[^'\n]{1,200})'/gm,
        /(?<path>\/(?:Users|Volumes)\/[^\s:'"]{1,200}): [Oo]peration not permitted/gm,
      ],
      never: /\.npm\/|_cacache|npm (?:ERR!|error)/,
    },
    cause: ['macOS does not let the server read `{path}`.'],
    advice: [
      'Grant access to the client in System Settings, Privacy & Security, Full Disk Access; then restart it.',
      'Or move the files out of Documents, Desktop and Downloads.',
    ],
    sample: {
      stderr:
        "PermissionError: [Errno 1] Operation not permitted: '/Users/a/Documents/v/pyvenv.cfg'",
    },
  },
  {
    id: 'macos-database',
    reason: 'macos-tcc',
    certainty: 50,
    permanent: true,
    title: 'macOS privacy settings may deny access',
    sees: {
      platforms: ['darwin'],
      text: [/unable to open database file/gm, /authorization denied/gm],
    },
    cause: [
      'A database could not be opened, which on macOS is how missing Full Disk Access shows.',
    ],
    advice: [
      'Grant the client Full Disk Access in System Settings, Privacy & Security; then restart it.',
      'If that changes nothing, check the path of the database.',
    ],
    sample: {
      platform: 'darwin',
      stderr: 'sqlite3.OperationalError: unable to open database file',
    },
  },
  {
    id: 'file-rights',
    reason: 'file-permission',
    certainty: 64,
    permanent: true,
    title: 'No permission for a file',
    sees: {
      phases: ['start', 'handshake'],
      text: [
        /\bEACCES: permission denied, \w{2,12} '(?<path>[^'\n]{1,200})'/gm,
        /PermissionError: \[(?:Errno 13|WinError 5)\][^\n]{0,80}?: ['"](?<path>[^'"\n]{1,200})['"]/gm,
        /\b(?:open|mkdir|stat) (?<path>[^\s:]{1,200}): (?:permission denied|Access is denied)/gm,
        /\(os error 13\)/gm,
      ],
    },
    cause: ['The server may not use `{path}`.', 'The server may not use a file it needs.'],
    advice: [
      { posix: 'See whose it is: `ls -ld {path}`.' },
      'Give the server another path, or run it as the owner.',
    ],
    sample: { stderr: "Error: EACCES: permission denied, open '/data/private/x.db'", exitCode: 1 },
  },
  {
    id: 'file-absent',
    reason: 'file-missing',
    certainty: 66,
    permanent: true,
    title: 'A file does not exist',
    sees: {
      phases: ['start', 'handshake'],
      text: [
        /\bENOENT: no such file or directory, \w{2,12} '(?<path>[^'\n]{1,200})'/gm,
        /FileNotFoundError: \[(?:Errno 2|WinError [23])\][^\n]{0,80}?: ['"](?<path>[^'"\n]{1,200})['"]/gm,
        /\bopen (?<path>[^\s:]{1,200}): (?:no such file|The system cannot find)/gm,
        /^node: (?<path>\S{1,120}): not found/gm,
      ],
    },
    cause: ['The server looks for `{path}`, which does not exist.'],
    advice: [
      'Correct the path; relative ones depend on the directory the client starts in.',
      'Choose that directory with `mcp-shield --cwd <dir> -- …`.',
    ],
    sample: { stderr: "Error: ENOENT: no such file or directory, open 'config.json'", exitCode: 1 },
  },
  {
    id: 'script-absent',
    reason: 'file-missing',
    certainty: 92,
    permanent: true,
    title: 'The file of the server does not exist',
    sees: {
      text: [
        /can't open file ['"]?(?<path>[^'"\n:]{0,2}[^'"\n]{1,200}?)['"]?: \[Errno 2\]/gm,
        /^(?:ba|da|z)?sh: (?:\d+: )?(?:cannot open |Can't open |can't open )(?<path>\S{1,200}?):?(?: No such file)?$/gm,
        /Could not open input file: (?<path>\S{1,200})/gm,
        /No such file or directory -- (?<path>\S{1,200}) \(LoadError\)/gm,
      ],
    },
    cause: ['The interpreter was told to run `{path}`, which does not exist.'],
    advice: ['Correct the path in "args"; write it as an absolute path.'],
    sample: {
      stderr: "python3: can't open file '/srv/main.py': [Errno 2] No such file or directory",
      exitCode: 2,
    },
  },
];
