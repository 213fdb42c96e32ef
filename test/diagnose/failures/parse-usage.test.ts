/** Samples of refused command lines. */
import { describe, expect, it } from 'vitest';
import { parseUsage } from '../../../src/diagnose/failures/parse-usage.ts';
import { finds, goesOnWith, parsed } from './parsed.ts';

describe('refused command lines', () => {
  it('argparse', () => {
    const text = [
      'usage: srv [-h] --repo REPO',
      'srv: error: the following arguments are required: --repo',
    ].join('\n');
    expect(parsed(parseUsage, text)).toMatchObject({
      kind: 'usage',
      message: 'the following arguments are required: --repo',
    });
  });

  it('clap', () => {
    const text = [
      "error: unexpected argument '--x' found",
      '',
      'Usage: srv [OPTIONS]',
      '',
      "For more information, try '--help'.",
    ].join('\n');
    expect(parsed(parseUsage, text)).toMatchObject({
      kind: 'usage',
      message: "unexpected argument '--x' found",
      last: 4,
    });
  });

  it('yargs', () => {
    const text = [
      'Options:',
      '  --help  Show help  [boolean]',
      '',
      'Missing required argument: db',
    ].join('\n');
    expect(parsed(parseUsage, text)).toMatchObject({ kind: 'usage' });
  });

  it('nothing but the usage', () => {
    const text = ['Usage: srv <directory> [more…]'].join('\n');
    expect(parsed(parseUsage, text)).toMatchObject({ kind: 'usage', type: 'usage-only' });
  });

  it('a usage behind another error is not about arguments', () => {
    const text = [
      'Error: GITLAB_TOKEN not set',
      'Usage:',
      '  srv stdio [flags]',
      '',
      'Flags:',
      '  -h, --help   help',
    ].join('\n');
    expect(parsed(parseUsage, text)).toMatchObject({
      kind: 'tool',
      message: 'GITLAB_TOKEN not set',
    });
  });

  it('what a function got', () => {
    const text = ["Error: FastMCP.__init__() got an unexpected keyword argument 'x'"].join('\n');
    expect(parsed(parseUsage, text)).toBeUndefined();
  });
});

describe('words about arguments', () => {
  const refused = [
    ...[
      'argument',
      'arg',
      'option',
      'flag',
      'command',
      'subcommand',
      'positional',
      'parameter',
      'operand',
      'value',
    ].flatMap((noun) => [`unknown ${noun}`, `too few ${noun}s`]),
    ...['argument', 'option', 'flag', 'command', 'subcommand', 'parameter'].flatMap((noun) => [
      `the ${noun} x is missing`,
      `the ${noun}s x are invalid`,
    ]),
    'require a value',
    'this requires a value',
    'it need an option',
    'it needs an option',
    'option x need',
    'option x needs',
    'unknown and far away option',
    'No such option: x',
    'Unknown argument: x',
    'Missing argument x',
    'unknown option ()',
    'give the path as a command-line argument',
    'specify it with a command line argument',
    'pass it as a argument',
    'pass the path to it as an argument',
    'flag provided but not defined: -x',
  ];
  finds(
    parseUsage,
    'usage',
    refused.map((said) => [`error: ${said}`, { message: said }] as const),
  );
  const others = [
    'the board is gone',
    'f() missing 1 required argument',
    'values are required',
    'unknown board',
    `unknown option ${'x'.repeat(290)}`,
    'give an argument',
  ];
  finds(
    parseUsage,
    'usage',
    others.map((said) => [`error: ${said}`] as const),
  );

  it('a sentence of three hundred characters is one', () => {
    const said = 'unknown option '.padEnd(300, 'x');
    expect(parseUsage([`error: ${said}`])).toMatchObject([{ message: said }]);
  });
});

describe('who refuses', () => {
  const said = 'unknown option x';
  const alone = [
    'Not enough non-option arguments: got 0',
    'Too many non-option arguments',
    'Unknown argument: x',
    'Unknown command: x',
    'Missing argument x',
    'Missing required argument: db',
    'Missing option x',
    'unknown flag: --x',
    'unknown shorthand flag: x in -x',
    'please provide the path as an argument',
    'You must specify a path as an argument',
    'provide the path as a command-line argument',
    'No such option: x',
    'Invalid values:',
    'Unknown Syntax Error: Command not found',
    'unrecognized option: x',
  ];
  finds(parseUsage, 'usage', [
    [`srv: error: ${said}`, { message: said }],
    [`./bin/srv.py run-it: error: ${said}`, { message: said }],
    [`Error: ${said}`, { message: said }],
    [`ERROR   ${said}`, { message: said }],
    [`error:${said}`, { message: said }],
    [`│ ${said}  │`, { message: said }],
    [`  | ${said} |`, { message: said }],
    [`| ${said}|`, { message: said }],
    ...alone.map((line) => [line, { message: line }] as const),
    [`(srv): error: ${said}`],
    [`a b c: error: ${said}`],
    [`srv a!: error: ${said}`],
    [`the error: ${said}`],
    [`│${said}│`],
    [`x │ ${said} │`],
    [`│ ${said} │ x`],
    [`x ${said} |`],
    [`the ${said}`],
    ['it said Unknown argument: x'],
    ['the option is required'],
  ]);
});

describe('the usage around it', () => {
  goesOnWith(parseUsage, ['error: unknown option', 'Usage: srv'], {
    with: [
      ' -x',
      ' --long',
      ' -<x',
      ' <file>',
      ' [x]',
      ' x  y',
      '  anything',
      'Options:',
      '  Commands',
      'Examples',
      'Example:',
      'Global Flags:',
      'usage: again',
      'Use x',
      'Run x',
      'Try x',
      'For more x',
    ],
    without: [
      '-x',
      'x  y',
      ' x y',
      ' - x',
      'On Options',
      'Optionally',
      'I Use x',
      'Ready',
      'my usage',
      'see   x',
      ' --- x',
    ],
  });
  finds(parseUsage, 'usage', [
    [
      ['error: unknown option', '', 'Usage: srv', '', '  -h', '  ', 'Next'],
      { message: 'unknown option', last: 4 },
    ],
    [['Usage: srv', 'error: unknown option'], { message: 'unknown option', first: 1 }],
    [
      ['error: unknown option', 'a', 'b', 'Usage: srv'],
      { message: 'Usage: srv', type: 'usage-only', first: 3 },
    ],
    [['error: unknown option', 'a', 'Next'], { message: 'unknown option', last: 0 }],
    ['  Usage of srv: ', { message: 'Usage of srv:', type: 'usage-only' }],
    [
      ['Usage: srv', '', '  ', '', '', 'Ready'],
      { message: 'Usage: srv', type: 'usage-only', last: 0 },
    ],
    [['Usage: srv', '', '  ', '', 'Ready']],
    [['Usage: srv', 'Ready']],
    [['Ready', '', '', '', 'Usage: srv'], { message: 'Usage: srv', type: 'usage-only', first: 4 }],
    [['all is fine', 'Usage: srv'], { message: 'Usage: srv', type: 'usage-only', first: 1 }],
    [['no board', '', '  ', 'Usage: srv'], { message: 'Usage: srv', type: 'usage-only', first: 3 }],
    [
      ['a', 'Error: Error: no board', '  ', 'Usage: srv'],
      { kind: 'tool', message: 'Error: no board', text: 'Error: Error: no board', first: 1 },
    ],
    [['  no board ', 'Usage: srv'], { kind: 'tool', message: 'no board', text: 'no board' }],
    [
      ['The Error: no board', 'Usage: srv'],
      { kind: 'tool', message: 'The Error: no board', text: 'The Error: no board' },
    ],
    ['my usage: x'],
    ['usages: x'],
    ['     usage: x'],
    ['--usage: x'],
  ]);
});
