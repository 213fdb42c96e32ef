/**
 * Names for the sentences: those a row found in the output, those that follow from them, and those
 * of the command. A name that is not known is absent, and the sentence that needs it is not said.
 */
import { diagnoseLimits } from '../base/limits.ts';
import type { Evidence } from './evidence.ts';
import {
  isOwnModule,
  origin,
  programName,
  pythonPackage,
  typedPackage,
  typedProgram,
} from './launchers.ts';
import type { Names } from './match.ts';

/** Class-file versions count from 45 for Java 1. */
const javaClassFileOffset = 44;

/** All names that a cause may use: long ones are cut, their ends say most. */
export function allNames(found: Names, evidence: Evidence): Names {
  return collected(found, evidence, shorten);
}

/** The same for advice: what is pasted is whole, or is not offered. */
export function advisedNames(found: Names, evidence: Evidence): Names {
  return collected(found, evidence, whole);
}

function collected(
  found: Names,
  evidence: Evidence,
  fit: (name: string) => string | undefined,
): Names {
  const names: Record<string, string> = {};
  const put = (name: string, value: string | undefined): void => {
    const fitted = value === undefined || value === '' ? undefined : fit(value);
    if (fitted !== undefined) names[name] = fitted;
  };
  for (const [name, value] of Object.entries({ ...commandNames(evidence), ...found }))
    put(name, value);
  put('package', decoded(found['package'] ?? names['package']));
  const program = names['program'];
  put('tool', program === undefined ? undefined : programName(program));
  // A sentence of our own, never cut.
  const install = program === undefined ? undefined : origin(programName(program));
  if (install !== undefined) names['install'] = install;
  const module = found['module'];
  put('pypi', module === undefined ? undefined : installable(module, evidence));
  put('npm', module === undefined ? undefined : npmPackage(module));
  put('java', javaRelease(found['classFile']));
  return names;
}

function commandNames(evidence: Evidence): Record<string, string | undefined> {
  const program = startFailed(evidence) ? typedProgram(evidence.command) : undefined;
  return {
    program,
    // Known only if the command was typed as a path.
    programPath: program !== undefined && /[\\/]/.test(program) ? program : undefined,
    package: typedPackage(evidence.command),
    // What was asked for, where a row calls something else the package.
    ran: typedPackage(evidence.command),
    call: evidence.tool === undefined ? undefined : evidence.tool,
    resolved: evidence.resolvedCommand,
    cwd: evidence.cwd,
    inFlight: evidence.inFlight?.[0],
    errno: evidence.spawnErrno,
    node: evidence.versions?.['node'],
    ending: endingOf(evidence),
    uptime: `${(evidence.uptimeMs / 1000).toFixed(1)} s`,
  };
}

/** Only then is it the typed command that something is wrong with, and not what it started. */
function startFailed({ spawnErrno, exitCode, command }: Evidence): boolean {
  if (spawnErrno !== undefined || exitCode === 9009) return true;
  const [first] = command;
  return exitCode === 127 && first !== undefined && typedProgram([first, 'x']) !== first;
}

/**
 * The package that brings a module, unless it is one of the server's own: of such a name PyPI has
 * a package as well, which belongs to a stranger.
 */
function installable(module: string, { command }: Evidence): string | undefined {
  const [top = module] = module.split('.');
  return isOwnModule(top, typedPackage(command)) ? undefined : pythonPackage(module);
}

/** `exit code 1`, `signal SIGTERM`; unknown only if the system told neither. */
function endingOf({ exitCode, signal }: Evidence): string | undefined {
  if (signal !== null) return `signal ${signal}`;
  return exitCode === null ? undefined : `exit code ${exitCode}`;
}

/** `@scope%2fname` is how npm writes a package into an address. */
function decoded(name: string | undefined): string | undefined {
  return name?.replace(/%2f/i, '/').replace(/(?!^)@[^/]*$/, '');
}

/** The package of a bare specifier; a path has none. */
function npmPackage(specifier: string): string | undefined {
  return /^(?:@[\w.~-]{1,60}\/)?[\w.~-]{1,60}(?=\/|$)/.exec(
    /^(?:[./\\]|[A-Za-z]:|file:|node:|#)/.test(specifier) ? '' : specifier,
  )?.[0];
}

function javaRelease(classFile: string | undefined): string | undefined {
  return classFile === undefined ? undefined : String(Number(classFile) - javaClassFileOffset);
}

/** The end of a path says more than its beginning. */
function shorten(name: string): string {
  const flat = flattened(name);
  const max = diagnoseLimits.nameCharsMax;
  return flat.length <= max ? flat : `…${flat.slice(1 - max)}`;
}

function whole(name: string): string | undefined {
  const flat = flattened(name);
  return flat.length <= diagnoseLimits.pastedCharsMax ? flat : undefined;
}

function flattened(name: string): string {
  return name
    .replace(/\/\/[^/@\s]*@/, '//') // Credentials in an address.
    .replace(/\s+/g, ' ')
    .trim();
}
