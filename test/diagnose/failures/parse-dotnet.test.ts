/** Samples of .NET. */
import { describe, expect, it } from 'vitest';
import { parseDotnet } from '../../../src/diagnose/failures/parse-dotnet.ts';
import { parsed } from './parsed.ts';

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
