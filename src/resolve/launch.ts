/**
 * From a file to something the operating system can start. Decides only for POSIX; what Windows
 * needs is in its own file.
 */
import { resolveLimits } from '../base/limits.ts';
import type { Found } from './found.ts';
import { type Launch, programByName, throughInterpreter } from './interpreter.ts';
import type { ResolveContext } from './resolve-context.ts';
import { readShebang } from './shebang.ts';
import { launchOnWindows } from './windows-launch.ts';

export function launch(found: Found, context: ResolveContext): Launch {
  return context.machine.platform === 'win32'
    ? launchOnWindows(found, context)
    : launchOnPosix(found, context);
}

/** The kernel does it all, except for a script that it would refuse. */
function launchOnPosix(found: Found, context: ResolveContext): Launch {
  const { machine } = context;
  const { file } = found;
  const shebang = readShebang(machine.readStart(file, resolveLimits.shebangBytes));
  // The shell would take over a script without a shebang, whatever it is written in.
  const startable = shebang ? !shebang.carriageReturn : programByName(file, context) === undefined;
  if (startable && machine.isExecutable(file)) return { kind: 'ready', found };
  return (
    throughInterpreter(found, context) ?? {
      kind: 'impossible',
      failure: { errno: 'EACCES', message: `${file} is not executable` },
    }
  );
}
