/**
 * What a release tells npm, Homebrew, Scoop and winget of itself, from given data. The required
 * members and the patterns are those of the public schemas (winget 1.10.0, Scoop).
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { targets } from '../../scripts/build/executables/targets.mjs';
import { channelFiles, filledIn } from '../../scripts/release/channels/channel-files.mjs';
import { factsOf } from '../../scripts/release/channels/release-facts.mjs';
import { readRepository, withRepository } from '../../scripts/release/repository.mjs';

const repository = readRepository('https://github.com/example/mcp-shield');
const manifest = { version: '1.2.3', description: 'Keeps a session alive', license: 'MIT' };
const names = Object.keys(targets);
const archiveOf = (target: string): string =>
  `mcp-shield-1.2.3-${target}.${target.startsWith('win') ? 'zip' : 'tar.xz'}`;
/** Another digit for each. */
const sumOf = (target: string): string => String(names.indexOf(target) + 1).repeat(64);
const sums = [
  ...names.map((target) => `${sumOf(target)}  ${archiveOf(target)}`),
  `${'a'.repeat(64)}  mcp-shield-1.2.3.tgz`,
  `${'b'.repeat(64)}  mcp-shield-linux-x64`,
  `${'c'.repeat(64)}  mcp-shield-1.2.2-linux-x64.tar.xz`,
].join('\n');
const given = { manifest, repository, sums, targets: names };
const files: Readonly<Record<string, string>> = channelFiles(factsOf(given));
const download = 'https://github.com/example/mcp-shield/releases/download/v1.2.3/';

describe('the repository', () => {
  it.each([
    'https://github.com/example/mcp-shield',
    'https://github.com/example/mcp-shield/',
    'https://github.com/example/mcp-shield.git',
  ])('is read from %s', (address) => {
    expect(readRepository(address)).toEqual(repository);
  });

  it.each([
    'github:example/mcp-shield',
    'git@github.com:example/mcp-shield.git',
    'https://github.com/example',
    'https://github.com/example/mcp-shield/tree/main',
    'https://example.org/example/mcp-shield',
  ])('is not %s', (address) => {
    expect(() => readRepository(address)).toThrow(`${address} is not https://github.com/`);
  });

  it('is written into package.json as npm has it', () => {
    expect(withRepository(manifest, repository)).toEqual({
      ...manifest,
      homepage: 'https://github.com/example/mcp-shield#readme',
      bugs: { url: 'https://github.com/example/mcp-shield/issues' },
      repository: { type: 'git', url: 'git+https://github.com/example/mcp-shield.git' },
    });
  });
});

it('a release without one of the archives is refused', () => {
  const without = sums.replace(archiveOf('win-arm64'), 'something');
  expect(() => factsOf({ ...given, sums: without })).toThrow(
    'there is no archive of 1.2.3 for win-arm64',
  );
});

describe('the formula', () => {
  const formula = files['homebrew/mcp-shield.rb'] ?? '';

  it('has the archive of each system, with its sum', () => {
    const pairs = [...formula.matchAll(/url "(.*)"\n +sha256 "(.*)"/g)];
    const wanted = names.filter((target) => !target.startsWith('win'));
    expect(pairs.map(([, url, sum]) => [url, sum]).sort()).toEqual(
      wanted.map((target) => [download + archiveOf(target), sumOf(target)]).sort(),
    );
    expect(formula).toMatch(/on_macos do\n {4}on_arm do\n {6}url ".*darwin-arm64/);
    expect(formula).toMatch(/on_linux do\n {4}on_arm do\n {6}url ".*linux-arm64/);
  });

  it('says what Homebrew asks for', () => {
    const [, description = ''] = /^ {2}desc "(.*)"$/m.exec(formula) ?? [];
    expect(description).toMatch(/^(?!An? )[A-Z].{0,78}[^.]$/);
    for (const line of ['homepage "https://github.com/example/mcp-shield"', 'license "MIT"']) {
      expect(formula).toContain(`  ${line}\n`);
    }
  });

  const isRubyHere = spawnSync('ruby', ['--version']).status === 0;
  it.skipIf(!isRubyHere)('is Ruby (skipped where there is none)', () => {
    const { stdout, stderr } = spawnSync('ruby', ['-wc'], { input: formula, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'Syntax OK\n', stderr: '' });
  });
});

describe('the manifest of Scoop', () => {
  const scoop = JSON.parse(files['scoop/mcp-shield.json'] ?? '');

  it('has what its schema requires, and the archives', () => {
    expect(scoop).toMatchObject({ version: '1.2.3', license: 'MIT', bin: 'mcp-shield.exe' });
    expect(scoop.homepage).toBe(repository.url);
    expect(scoop.architecture).toEqual({
      '64bit': {
        url: download + archiveOf('win-x64'),
        hash: sumOf('win-x64'),
        extract_dir: 'mcp-shield-1.2.3-win-x64',
      },
      arm64: {
        url: download + archiveOf('win-arm64'),
        hash: sumOf('win-arm64'),
        extract_dir: 'mcp-shield-1.2.3-win-arm64',
      },
    });
  });

  it('finds its next version by itself', () => {
    const text = JSON.stringify(scoop.autoupdate).replaceAll('$version', '1.2.3');
    const { architecture, hash } = JSON.parse(text);
    for (const word of ['64bit', 'arm64']) {
      const { url, extract_dir } = scoop.architecture[word];
      expect(architecture[word]).toEqual({ url, extract_dir });
    }
    expect(text).not.toBe(JSON.stringify(scoop.autoupdate));
    expect(hash).toEqual({ url: '$baseurl/SHA256SUMS' });
  });
});

describe('the manifests of winget', () => {
  const read = (name: string) => parse(files[`winget/example.mcp-shield${name}.yaml`] ?? '');
  const all = { version: '', installer: '.installer', defaultLocale: '.locale.en-US' };
  const everywhere = ['PackageIdentifier', 'PackageVersion', 'ManifestType', 'ManifestVersion'];
  const required = {
    version: ['DefaultLocale'],
    installer: ['Installers'],
    defaultLocale: ['PackageLocale', 'Publisher', 'PackageName', 'License', 'ShortDescription'],
  };

  it.each(['version', 'installer', 'defaultLocale'] as const)('%s is whole', (type) => {
    const document = read(all[type]);
    expect(Object.keys(document)).toEqual(
      expect.arrayContaining([...everywhere, ...required[type]]),
    );
    expect(document.ManifestType).toBe(type);
    expect(document.ManifestVersion).toBe('1.10.0');
    expect(document.PackageVersion).toBe('1.2.3');
    expect(document.PackageIdentifier).toMatch(
      /^[^.\s\\/:*?"<>|]{1,32}(\.[^.\s\\/:*?"<>|]{1,32})+$/,
    );
    expect(files[`winget/example.mcp-shield${all[type]}.yaml`]).toContain(
      `$schema=https://aka.ms/winget-manifest.${type}.1.10.0.schema.json`,
    );
  });

  it('have texts as long as they may be', () => {
    const { ShortDescription, License, Publisher, Tags } = read(all.defaultLocale);
    for (const text of [ShortDescription, License]) expect(text).toMatch(/^.{3,256}$/);
    expect(Publisher).toMatch(/^.{2,256}$/);
    for (const tag of Tags) expect(tag).toMatch(/^.{1,40}$/);
  });

  it('have an installer for each machine, with what is in its archive', () => {
    const { InstallerType, NestedInstallerType, Installers } = read(all.installer);
    expect({ InstallerType, NestedInstallerType }).toEqual({
      InstallerType: 'zip',
      NestedInstallerType: 'portable',
    });
    const wanted = ['x64', 'arm64'].map((architecture) => ({
      Architecture: architecture,
      NestedInstallerFiles: [
        {
          RelativeFilePath: `mcp-shield-1.2.3-win-${architecture}\\mcp-shield.exe`,
          PortableCommandAlias: 'mcp-shield',
        },
      ],
      InstallerUrl: download + archiveOf(`win-${architecture}`),
      InstallerSha256: sumOf(`win-${architecture}`),
    }));
    expect(Installers).toEqual(wanted);
    for (const { InstallerSha256 } of Installers) expect(InstallerSha256).toMatch(/^[A-F0-9]{64}$/);
  });
});

const installers = fileURLToPath(new URL('../../scripts/release/install/', import.meta.url));

describe.each(['install.sh', 'install.ps1'])('%s', (name) => {
  const script = readFileSync(`${installers}${name}`, 'utf8');

  it('gets the address of the releases', () => {
    const filled = filledIn(script, repository);
    expect(filled).toContain(`'https://github.com/example/mcp-shield/releases'\n`);
    expect(filled).not.toContain('@RELEASES@');
    expect(() => filledIn(filled, repository)).toThrow('asks for no place');
  });

  it('is read the same in every code page', () => {
    expect(script).toMatch(/^[\n\x20-\x7e]*$/);
  });
});

const isPowerShellHere = spawnSync('pwsh', ['-Version']).status === 0;
it.skipIf(!isPowerShellHere)('install.ps1 can be parsed (skipped without pwsh; never run)', () => {
  const parser = '[System.Management.Automation.Language.Parser]::ParseFile';
  const file = `${installers}install.ps1`;
  const command = `$e = $null; $null = ${parser}('${file}', [ref] $null, [ref] $e); $e.Count`;
  const { stdout } = spawnSync('pwsh', ['-NoProfile', '-Command', command], { encoding: 'utf8' });
  expect(stdout.trim()).toBe('0');
});
