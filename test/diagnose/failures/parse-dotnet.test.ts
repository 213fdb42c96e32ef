/** Samples of .NET. */
import { describe, expect, it } from 'vitest';
import { parseDotnet } from '../../../src/diagnose/failures/parse-dotnet.ts';
import { finds, goesOnWith, parsed } from './parsed.ts';

describe('.NET', () => {
  it('what it holds', () => {
    const text = [
      'Unhandled exception. System.AggregateException: One or more errors occurred.',
      " ---> System.IO.FileNotFoundException: Could not load file or assembly 'A.B, Version=1.0'",
      '   at Program.Main()',
    ].join('\n');
    expect(parsed(parseDotnet, text)).toMatchObject({ type: 'FileNotFoundException' });
  });

  it('the host', () => {
    const text = [
      'You must install or update .NET to run this application.',
      '',
      "Framework: 'Microsoft.NETCore.App', version '9.0.0'",
    ].join('\n');
    expect(parsed(parseDotnet, text)).toMatchObject({ type: 'Host' });
  });

  it('a log line', () => {
    const text = ['info: Microsoft.Hosting.Lifetime[0]', '      Application started.'].join('\n');
    expect(parsed(parseDotnet, text)).toBeUndefined();
  });
});

describe('what .NET and its host say', () => {
  finds(parseDotnet, 'dotnet', [
    [
      '  Unhandled exception. System.FormatException: bad input ',
      { type: 'FormatException', message: 'bad input' },
    ],
    [
      'Unhandled exception: System.IO.IOException: No space left on device',
      { type: 'IOException', message: 'No space left on device', code: 'ENOSPC' },
    ],
    ['Unhandled Exception System.FormatException', { type: 'FormatException', message: '' }],
    ['Fatal error. the stack is gone ', { message: 'the stack is gone' }],
    [
      '  System.Net.Http.HttpRequestException: Connection refused',
      { type: 'HttpRequestException', message: 'Connection refused', code: 'ECONNREFUSED' },
    ],
    ['caught: System.FormatException: bad input'],
    ['x System.FormatException: bad input'],
    ['System.FormatExcerpt: bad input'],
    ['log: Unhandled exception. System.FormatException: bad input'],
    [
      [
        'Unhandled exception. A.BException: outer ---> C.DException: inner',
        'System ---> E.FException: other',
      ],
      { type: 'DException', message: 'inner', last: 0 },
    ],
    [
      ['Unhandled exception. A.BException: outer', 'on', ' ---> C.DException: later'],
      { type: 'BException', message: 'outer', last: 0 },
    ],
    [
      [
        'A.BException: x',
        'Unhandled exception. A.BException: 1',
        ' ---> A.CException: 2',
        ' ---> A.DException: 3',
      ],
      { type: 'DException', message: '3', first: 1 },
    ],
    [
      [
        '  ---> E.FException: before',
        'Unhandled exception. A.BException: outer',
        '    ---> C.DException: inner',
      ],
      { type: 'DException', message: 'inner', first: 1 },
    ],
    [
      '  MSBUILD : error MSB1009: Project file does not exist. ',
      { type: 'Host', message: 'MSBUILD : error MSB1009: Project file does not exist.' },
    ],
    [
      'error CS0246: The type could not be found',
      { type: 'Host', message: 'error CS0246: The type could not be found' },
    ],
    ['error C0246: x'],
    ['error CS246: x'],
    ['error cs0246: x'],
    ["said: The framework 'x' was not found"],
  ]);

  it('the host tells on several lines what it looked for', () => {
    const lines = ["The framework 'x'", ...Array.from({ length: 20 }, (_, at) => `line ${at}`)];
    expect(parseDotnet(lines)).toMatchObject([{ first: 0, last: 14 }]);
    expect(parseDotnet(lines.slice(0, 3))).toMatchObject([{ first: 0, last: 2 }]);
  });

  goesOnWith(parseDotnet, 'Unhandled exception. System.FormatException: bad input', {
    with: [
      '   at Program.Main()',
      ' ---> A.BException: x',
      '   --- End of inner exception stack trace ---',
      "File name: 'A'",
    ],
    without: ['look    at home', 'x at y', '   at  ', 'the File name: x', 'ready'],
  });
});
