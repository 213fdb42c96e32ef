/** Samples of npm, pnpm and Yarn. */
import { describe, expect, it } from 'vitest';
import { parseNpm } from '../../../src/diagnose/failures/parse-npm.ts';
import { finds, goesOnWith, parsed } from './parsed.ts';

describe('npm, pnpm and Yarn', () => {
  it('a block with its code', () => {
    const text = [
      'npm error code E404',
      'npm error 404 Not Found - GET https://r.test/x - Not found',
      "npm error 404  'x@*' is not in this registry.",
      'npm notice',
      'npm error A complete log of this run can be found in: /l',
    ].join('\n');
    expect(parsed(parseNpm, text)).toMatchObject({
      kind: 'npm',
      code: 'E404',
      message: 'Not Found - GET https://r.test/x - Not found',
      first: 0,
    });
  });

  it('a script that failed is only a wrapper', () => {
    const text = [
      'npm ERR! code ELIFECYCLE',
      'npm ERR! errno 1',
      'npm ERR! srv@1.0.0 start: `node x.js`',
      'npm ERR! Exit status 1',
    ].join('\n');
    expect(parsed(parseNpm, text)).toMatchObject({ wrapper: true });
  });

  it('pnpm names its code', () => {
    const text = [
      ' ERR_PNPM_NO_SCRIPT  Missing script: serve',
      '',
      'Command "serve" not found.',
    ].join('\n');
    expect(parsed(parseNpm, text)).toMatchObject({ code: 'ERR_PNPM_NO_SCRIPT' });
  });

  it('Yarn says that a command failed', () => {
    const text = ['error Command failed with exit code 1.'].join('\n');
    expect(parsed(parseNpm, text)).toMatchObject({ wrapper: true });
  });

  it('warnings and notices are none', () => {
    const text = [
      'npm warn deprecated inflight@1.0.6: leaks memory',
      'npm notice New major version of npm available!',
    ].join('\n');
    expect(parsed(parseNpm, text)).toBeUndefined();
  });
});

describe('a block of npm', () => {
  const details = [
    'code E404',
    'errno 1',
    'syscall spawn',
    'path /s',
    'dest /s',
    'network',
    '404',
    '',
    'A complete log of this run',
    '    /root/.npm/_logs/x.log',
    '    C:\\Users\\A B\\npm-cache\\_logs\\x.log',
  ];
  const scripts = [
    'srv@1.0.0 start: `node x.js`',
    'Exit status 1',
    'Failed at the srv@1.0.0 start script.',
    'This is probably not a problem with npm.',
    'command failed',
    'Lifecycle script `start` failed',
    'errno 12',
  ];
  const npm = (lines: readonly string[]) => lines.map((line) => `npm error ${line}`.trimEnd());
  finds(parseNpm, 'npm', [
    [
      npm([...details, 'the board is archived', 'and more']),
      { code: 'E404', message: 'the board is archived' },
    ],
    [npm([...details, 'network is down']), { code: 'E404', message: 'network is down' }],
    [npm(['404', '404 the package']), { message: '404 the package' }],
    [npm(['code ELIFECYCLE', ...scripts]), { message: 'ELIFECYCLE', wrapper: true }],
    [npm(['code 12', ...scripts, 'no such board']), { message: 'no such board', wrapper: true }],
    [npm(['code 1234', ...scripts]), { code: '1234', message: 'code 1234' }],
    [npm(['code ELIFECYCLES']), { code: 'ELIFECYCLES', message: 'ELIFECYCLES' }],
    [npm(['code 1', 'gyp ERR! build error', 'not ok']), { message: 'ERR! build error' }],
    [npm(scripts), { message: 'srv@1.0.0 start: `node x.js`', wrapper: true }],
    [
      npm(['A complete log of this run can be found in:', '    /root/.npm/_logs/x.log']),
      { message: 'A complete log of this run can be found in:', wrapper: true },
    ],
    [npm(['No complete log in /root/_logs']), { message: 'No complete log in /root/_logs' }],
    [npm(['Missing script: "x"']), { message: 'Missing script: "x"' }],
    [npm(['notarget No matching version']), { message: 'No matching version' }],
    [npm(['the old engine Unsupported']), { message: 'the old engine Unsupported' }],
    [npm(['npm code E1', 'code E2']), { code: 'E1', message: 'npm code E1' }],
    [npm(['the big code E1', 'the board']), { message: 'the big code E1' }],
    [['npm ERR!', 'npm ERR! no board  '], { message: 'no board' }],
    [npm(['Exit status x']), { message: 'Exit status x' }],
    [npm(['a srv@1.0.0 start: `x`']), { message: 'a srv@1.0.0 start: `x`' }],
    [npm(['it is a Exit status 1']), { message: 'it is a Exit status 1' }],
    [['npm error code E1', 'ready', 'npm error code E2'], { code: 'E2', message: 'E2', first: 2 }],
    ['see npm error code E404'],
  ]);

  const between = [
    '',
    '  ',
    'npm notice x',
    'npm warn x',
    'npm WARN x',
    'npm http x',
    'npm info x',
    'npm verb x',
  ];
  it('ends with its last own line, whatever npm says between', () => {
    const lines = ['npm error code E1', ...between, 'npm error the end', ...between];
    expect(parseNpm(lines)).toMatchObject([{ last: between.length + 1, message: 'the end' }]);
    for (const line of ['ready', 'see npm notice', 'npm run'])
      expect(parseNpm(['npm error code E1', line, 'npm error the end']).length).toBe(2);
  });
});

describe('single lines of npm, pnpm, Yarn and Bun', () => {
  const wrappers = [
    ' ELIFECYCLE  Command failed with exit code 1.',
    'ELIFECYCLE  Command failed.',
    ' ERR_PNPM_RECURSIVE_RUN_FIRST_FAIL  srv@1.0.0',
    'ERR_PNPM_RECURSIVE_EXEC  srv',
    'error Command failed with exit code 1.',
    'info Visit https://yarnpkg.com/x for documentation about this command.',
    '$ node x.js',
    'error: script "start:all" exited with code 1',
    'error: script "start" was terminated by signal SIGTERM',
  ];
  const plain = [
    'command not found: srv-mcp',
    'npx: no such package',
    'ERROR: You must supply a command.',
    'could not determine executable to run for package x',
    'error: could not determine executable to run for package x',
    'ERROR: npm v11.4.2 is known not to run on Node.js v14.21.3.',
    'npm v11.4.2 is known not to run on Node.js v14.21.3.',
    'npm does not support Node.js v14',
  ];
  const none = [
    'the ELIFECYCLE  Command failed.',
    'ELIFECYCLE x Command failed',
    'x error Command failed',
    'more info Visit x',
    'costs $ 5',
    'an error: script "start" exited',
    'error: script """ exited',
    'a command not found: x',
    'command not found: x y',
    'npx: installed 12 in 3 s',
    'is npx: x',
    'ERROR: You must supply a command. Or two',
    'it could not determine executable to run',
    'the npm does not support Node.js v14',
    'npm vX is known not to run',
    'error TS1005: x',
    'error CS0246: x',
    'error during connect: x',
    'error getting credentials - x',
    'error in x',
    'error reading x',
    'error while x',
    'error code x',
    'error  x',
    'an error x',
  ];
  finds(parseNpm, 'npm', [
    ...wrappers.map((line) => [line, { message: line.trim(), wrapper: true }] as const),
    ...plain.map((line) => [line, { message: line }] as const),
    ...none.map((line) => [line] as const),
    ['error An unexpected error occurred: "x".', { message: 'An unexpected error occurred: "x".' }],
    ['error not error code x', { message: 'not error code x' }],
    [
      'ERROR  ERR_PNPM_NO_SCRIPT  Missing script: x',
      { code: 'ERR_PNPM_NO_SCRIPT', message: 'Missing script: x' },
    ],
    [
      '[ERROR] ERR_PNPM_NO_SCRIPT Missing script: x',
      { code: 'ERR_PNPM_NO_SCRIPT', message: 'Missing script: x' },
    ],
    ['the ERR_PNPM_NO_SCRIPT  Missing'],
  ]);

  goesOnWith(parseNpm, 'ERR_PNPM_NO_SCRIPT  Missing script', {
    with: [],
    without: ['Error: x', 'MyError: x', 'Traceback: x', '[x] y', 'npm WARN x'],
  });

  it('pnpm explains in eight more lines', () => {
    const end = (...below: string[]) => parseNpm(['ERR_PNPM_A  x', ...below]).at(-1)?.last;
    expect(end('it has Error', ' npm x', 'see [x]', '', 'Errors')).toBe(5);
    expect(end(...Array.from({ length: 12 }, () => 'and so on'))).toBe(8);
    expect(end(...Array.from({ length: 7 }, () => 'and so on'), 'Error: x')).toBe(7);
  });
});
