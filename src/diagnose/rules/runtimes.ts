/**
 * Java, .NET, Ruby, PHP, Go and Rust.
 */
import type { Rule } from '../rule.ts';

export const runtimeRules = (): readonly Rule[] => [
  {
    id: 'java-class-file',
    reason: 'java-version',
    certainty: 97,
    permanent: true,
    title: 'Java is too old for this server',
    sees: {
      text: [
        /class file version (?<classFile>\d\d)\.\d/gm,
        /UnsupportedClassVersionError/gm,
        /requires (?:at least )?Java (?:version )?(?<java>\d\d)/gim,
        /(?:invalid target release|release version \d\d not supported)/gm,
      ],
    },
    cause: [
      'The server was built for Java {java} or newer.',
      'The server was built for a newer Java than this one.',
    ],
    advice: [
      'See which one is used: `java -version`.',
      'Install a newer one and put the full path of its `java` into "command".',
    ],
    sample: {
      stderr: 'java.lang.UnsupportedClassVersionError: a/B has been compiled by a more',
      exitCode: 1,
    },
  },
  {
    id: 'java-jar',
    reason: 'java-jar-missing',
    certainty: 96,
    permanent: true,
    title: 'The jar file does not exist',
    sees: { text: [/Unable to access jarfile (?<path>[^\n]{1,200})/gm] },
    cause: ['Java was told to run `{path}`, which does not exist.'],
    advice: ['Write the absolute path of the jar file into "args".'],
    sample: { stderr: 'Error: Unable to access jarfile server.jar', exitCode: 1 },
  },
  {
    id: 'java-class',
    reason: 'java-class-missing',
    certainty: 92,
    permanent: true,
    title: 'Java does not find the class to start',
    sees: {
      text: [
        /Could not find or load main class (?<module>[\w.$]{1,120})/gm,
        /no main manifest attribute, in (?<module>[^\n]{1,200})/gm,
      ],
    },
    cause: ['Java does not find a class to start in `{module}`.'],
    advice: [
      'Use the jar that contains everything (often called `-all`), or correct `-cp` in "args".',
    ],
    sample: { stderr: 'Error: Could not find or load main class x.Main', exitCode: 1 },
  },
  {
    id: 'dotnet',
    reason: 'dotnet-version',
    certainty: 95,
    permanent: true,
    title: 'This .NET is not installed',
    sees: {
      text: [
        /Framework: '(?<name>[\w.]{1,60})', version '(?<version>[\d.]{1,20})/gm,
        /You must install (?:or update )?\.NET to run this application/gm,
        /A compatible \.NET SDK was not found|No \.NET SDKs were found/gm,
      ],
    },
    cause: [
      'The server needs {name} {version}, which is not installed.',
      'The server needs a version of .NET that is not installed.',
    ],
    advice: [
      'See what there is: `dotnet --list-runtimes`.',
      'Install it from https://dotnet.microsoft.com/download.',
    ],
    sample: { stderr: 'You must install or update .NET to run this application.', exitCode: 150 },
  },
  {
    id: 'ruby-gem',
    reason: 'ruby-gem-missing',
    certainty: 90,
    permanent: true,
    title: 'A Ruby library is missing',
    sees: {
      text: [
        /cannot load such file -- (?<module>[\w./-]{1,120})/gm,
        /Could not find (?<module>[\w-]{1,60}-[\d.]{1,20}) in (?:any of the sources|locally installed gems)/gm,
        /Could not find gem '(?<module>[^'\n]{1,80})/gm,
      ],
    },
    cause: ['The Ruby library `{module}` is not installed.'],
    advice: [
      'Install it: `gem install {module}`, or `bundle install` in the directory of the server.',
    ],
    sample: { stderr: "in `require': cannot load such file -- mcp (LoadError)", exitCode: 1 },
  },
  {
    id: 'php-autoload',
    reason: 'php-dependency-missing',
    certainty: 90,
    permanent: true,
    title: 'The PHP dependencies are not installed',
    sees: {
      text: [
        /Failed opening required '(?<path>[^'\n]{1,200})'|vendor\/autoload\.php[^\n]{0,60}No such file/gm,
      ],
    },
    cause: ['PHP does not find `{path}`.', 'PHP does not find the installed dependencies.'],
    advice: ['Run `composer install` in the directory of the server.'],
    sample: {
      stderr: "PHP Fatal error: Failed opening required '/srv/vendor/autoload.php'",
      exitCode: 255,
    },
  },
  {
    id: 'go-version',
    reason: 'go-version',
    certainty: 94,
    permanent: true,
    title: 'Go is too old for this server',
    sees: {
      text: [/requires go >= (?<needed>[\d.]{1,12}) \(running go (?<version>[\d.]{1,12})/gm],
    },
    cause: ['The server needs Go {needed}, and this is {version}.'],
    advice: ['Install a newer Go from https://go.dev/dl, or set `GOTOOLCHAIN=auto`.'],
    sample: {
      stderr: 'go: go.mod requires go >= 1.24 (running go 1.21.0; GOTOOLCHAIN=local)',
      exitCode: 1,
    },
  },
  {
    id: 'go-package',
    reason: 'go-package-missing',
    certainty: 90,
    permanent: true,
    title: 'A Go package is missing',
    sees: {
      text: [
        /no required module provides package (?<module>[\w./-]{1,120})/gm,
        /package (?<module>[\w./-]{1,120}) is not in (?:std|GOROOT)/gm,
      ],
    },
    cause: ['The Go package `{module}` is not part of the module.'],
    advice: ['Get it: `go get {module}`, or `go mod tidy` in the directory of the server.'],
    sample: {
      stderr: 'main.go:4:2: no required module provides package github.com/x/y; to add it:',
    },
  },
  {
    id: 'git-fetch',
    reason: 'git-fetch-failed',
    certainty: 90,
    permanent: true,
    title: 'A git repository cannot be fetched',
    sees: {
      text: [
        /fatal: (?:unable to access|repository) '(?<url>[^'\n]{1,200})/gm,
        /Git operation failed(?![\s\S]{0,80}executable not found)|Could not read from remote repository|could not read Username for/gm,
      ],
    },
    cause: ['git cannot fetch `{url}`.', 'git cannot fetch the repository of the package.'],
    advice: ['Check the address and your access: `git ls-remote <address>`.'],
    sample: { stderr: 'fatal: Could not read from remote repository.', exitCode: 128 },
  },
];
