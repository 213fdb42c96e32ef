/**
 * What CreateProcess cannot start itself. npm's shims are bypassed: node.exe runs the script, with
 * no cmd.exe between that would outlive or forget its child, and no window. Every other batch file
 * goes through cmd.exe, PowerShell scripts through PowerShell.
 */
import { resolveLimits } from '../base/limits.ts';
import { cmdCommand } from './cmd-quoting.ts';
import type { Found } from './found.ts';
import { type Launch, throughInterpreter } from './interpreter.ts';
import { locateProgram } from './locate.ts';
import { readNpmShim } from './npm-shim.ts';
import { type ResolveContext, variable } from './resolve-context.ts';
import { findByName } from './search.ts';

export function launchOnWindows(found: Found, context: ResolveContext): Launch {
  const asIs: Launch = { kind: 'ready', found };
  switch (context.machine.path.extname(found.file).toLowerCase()) {
    case '.exe':
    case '.com':
      return asIs;
    case '.cmd':
    case '.bat':
      return (
        npmItself(found, context) ?? packageCommand(found, context) ?? throughCmd(found, context)
      );
    case '.ps1': {
      const batch = { ...found, file: found.file.replace(/ps1$/i, 'cmd') };
      const shim = npmItself(found, context) ?? packageCommand(batch, context);
      return shim ?? throughPowerShell(found, context);
    }
    default:
      return npmItself(found, context) ?? throughInterpreter(found, context) ?? asIs;
  }
}

/** `npm.cmd` and `npx.cmd`: written by hand, and they prefer an npm that was updated globally. */
function npmItself(found: Found, context: ResolveContext): Launch | undefined {
  const { path, isFile } = context.machine;
  const name = path.basename(found.file, path.extname(found.file)).toLowerCase();
  if (name !== 'npm' && name !== 'npx') return undefined;
  const cli = (directory: string): string =>
    path.join(directory, 'node_modules', 'npm', 'bin', `${name}-cli.js`);
  const own = cli(path.dirname(found.file));
  if (!isFile(own)) return undefined;
  const updated = cli(path.join(variable(context, 'APPDATA') ?? '', 'npm'));
  const script = isFile(updated) ? updated : own;
  return withProgram({ program: 'node', flags: [], script, found }, context);
}

/** A shim of npm, pnpm or yarn; undefined if the batch file is anything else. */
function packageCommand(found: Found, context: ResolveContext): Launch | undefined {
  const { path, readStart, isFile } = context.machine;
  const shim = readNpmShim(readStart(found.file, resolveLimits.smallFileBytes) ?? '');
  if (shim === undefined) return undefined;
  const script = path.join(path.dirname(found.file), shim.target);
  if (!isFile(script)) return undefined;
  if (shim.program === undefined) return launchOnWindows({ ...found, file: script }, context);
  const { program, flags } = shim;
  const launched = withProgram({ program, flags, script, found }, context);
  if (launched?.kind !== 'ready' || shim.nodePath === undefined) return launched;
  const own = variable(context, 'NODE_PATH');
  return { ...launched, env: { NODE_PATH: [shim.nodePath, ...(own ? [own] : [])].join(';') } };
}

interface Bypass {
  readonly program: string;
  readonly flags: readonly string[];
  readonly script: string;
  readonly found: Found;
}

/** The program beside the shim, as the shim itself would choose, else wherever it is. */
function withProgram(
  { program, flags, script, found }: Bypass,
  context: ResolveContext,
): Launch | undefined {
  const beside = [...found.front, context.machine.path.dirname(found.file)];
  const near = findByName(program, beside, context);
  const located = near ? { file: near, args: [], front: [] } : locateProgram(program, context);
  // Another shim (python3.cmd) would need cmd.exe after all.
  if (located === undefined || !/\.exe$/i.test(located.file)) return undefined;
  return {
    kind: 'ready',
    found: {
      file: located.file,
      args: [...located.args, ...flags, script, ...found.args],
      front: [...found.front, ...located.front],
      back: found.back,
      repair: `${found.file} is bypassed: ${located.file} runs ${script}`,
    },
  };
}

function throughCmd(found: Found, context: ResolveContext): Launch {
  const command = cmdCommand(found.file, found.args);
  if (command.kind === 'refused') {
    const message = `${found.file} cannot be started: ${command.message}`;
    return { kind: 'impossible', failure: { errno: 'EINVAL', message } };
  }
  const file = variable(context, 'COMSPEC') ?? 'cmd.exe';
  return { kind: 'ready', found: { ...found, file, args: command.args }, verbatim: true };
}

function throughPowerShell(found: Found, context: ResolveContext): Launch {
  const { machine } = context;
  const root = variable(context, 'SystemRoot') ?? 'C:\\Windows';
  const own = machine.path.join(root, 'System32/WindowsPowerShell/v1.0/powershell.exe');
  const file = machine.isFile(own) ? own : 'powershell.exe';
  const flags = ['-NoProfile', '-ExecutionPolicy', 'Bypass', '-File', found.file];
  return { kind: 'ready', found: { ...found, file, args: [...flags, ...found.args] } };
}
