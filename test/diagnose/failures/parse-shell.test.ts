/** Samples of shells. */
import { describe, expect, it } from 'vitest';
import { parseShell } from '../../../src/diagnose/failures/parse-shell.ts';
import { parsed } from './parsed.ts';

describe('shells', () => {
  it('sh', () => {
    const text = ['sh: 1: npx: not found'].join('\n');
    expect(parsed(parseShell, text)).toMatchObject({ kind: 'shell' });
  });

  it('env, in any language', () => {
    const text = ['/usr/bin/env: »node«: Datei oder Verzeichnis nicht gefunden'].join('\n');
    expect(parsed(parseShell, text)).toMatchObject({ kind: 'shell' });
  });

  it('cmd.exe, and the line it goes on in', () => {
    const text = [
      "'uv' は、内部コマンドまたは外部コマンド、",
      '操作可能なプログラムまたはバッチ ファイルとして認識されていません。',
    ].join('\n');
    expect(parsed(parseShell, text)).toMatchObject({ kind: 'shell', last: 1 });
  });

  it('the id of PowerShell', () => {
    const text = [
      'uvx : Die Benennung wurde nicht erkannt.',
      '    + CategoryInfo          : ObjectNotFound: (uvx:String) [], CommandNotFoundException',
      '    + FullyQualifiedErrorId : CommandNotFoundException',
    ].join('\n');
    expect(parsed(parseShell, text)).toMatchObject({
      kind: 'powershell',
      code: 'CommandNotFoundException',
      first: 0,
    });
  });

  it('the code of WSL', () => {
    const text = [
      'There is no distribution with the supplied name.',
      'Error code: Wsl/Service/WSL_E_DISTRO_NOT_FOUND',
    ].join('\n');
    expect(parsed(parseShell, text)).toMatchObject({ kind: 'wsl' });
  });

  it('a batch file that cmd.exe cannot read', () => {
    const text = [
      "'rtual' 不是内部或外部命令",
      "'E' 不是内部或外部命令",
      "'after' 不是内部或外部命令",
    ].join('\n');
    expect(parsed(parseShell, text)).toMatchObject({ kind: 'compiler', text: '' });
  });

  it('a sentence with quotes', () => {
    const text = ["'config' 已加载，启动成功"].join('\n');
    expect(parsed(parseShell, text)).toBeUndefined();
  });

  it('a Python frame', () => {
    const text = ['/s/a.py:12: UserWarning: old'].join('\n');
    expect(parsed(parseShell, text)).toBeUndefined();
  });
});
