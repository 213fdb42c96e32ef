/**
 * Names for the sentences: those a row found in the output, those that follow from them, and those
 * of the command. A name that is not known is absent, and the sentence that needs it is not said.
 */
import { diagnoseLimits } from '../base/limits.ts';
import type { Evidence } from './evidence.ts';
import { origin, programName, pythonPackage, typedPackage, typedProgram } from './launchers.ts';
import type { Names } from './match.ts';

/** Class-file versions count from 45 for Java 1. */
const javaClassFileOffset = 44;

/** All names that sentences may use. */
export function allNames(found: Names, evidence: Evidence): Names {
  const names: Record<string, string> = {};
  const put = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') names[name] = shorten(value);
  };
  for (const [name, value] of Object.entries({ ...commandNames(evidence), ...found }))
    put(name, value);
  put('package', decoded(found['package'] ?? names['package']));
  const program = names['program'];
  put('tool', program === undefined ? undefined : programName(program));
  put('install', program === undefined ? undefined : origin(programName(program)));
  const module = found['module'];
  put('pypi', module === undefined ? undefined : pythonPackage(module));
  put('npm', module === undefined ? undefined : npmPackage(module));
  put('java', javaRelease(found['classFile']));
  return names;
}

function commandNames(evidence: Evidence): Record<string, string | undefined> {
  const program = typedProgram(evidence.command);
  return {
    program,
    // Known only if the command was typed as a path.
    programPath: program !== undefined && /[\\/]/.test(program) ? program : undefined,
    package: typedPackage(evidence.command),
    resolved: evidence.resolvedCommand,
    cwd: evidence.cwd,
    inFlight: evidence.inFlight?.[0],
    errno: evidence.spawnErrno,
    node: evidence.versions?.['node'],
    ending: endingOf(evidence),
    uptime: `${(evidence.uptimeMs / 1000).toFixed(1)} s`,
  };
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
  const flat = name
    .replace(/\/\/[^/@\s]*@/, '//') // Credentials in an address.
    .replace(/\s+/g, ' ')
    .trim();
  const max = diagnoseLimits.nameCharsMax;
  return flat.length <= max ? flat : `…${flat.slice(1 - max)}`;
}
