/**
 * The variables that every Windows program has, rebuilt where a client left them out: without
 * SYSTEMROOT there is no DNS, without APPDATA npm writes into `${APPDATA}\npm`, without
 * LOCALAPPDATA docker finds no plugin. A table and its walk; asks the machine for nothing but home.
 */
import type { Machine } from './machine.ts';
import { type ChildEnvironment, keyOf } from './resolve-context.ts';

const defaultDrive = 'C:';

/** Later rows use earlier ones. */
const rows: readonly (readonly [name: string, value: (get: Get) => string])[] = [
  [
    'SystemDrive',
    (get) => /^[a-z]:/i.exec(get('SystemRoot') || get('windir'))?.[0] ?? defaultDrive,
  ],
  ['SystemRoot', (get) => get('windir') || `${get('SystemDrive')}\\Windows`],
  ['windir', (get) => get('SystemRoot')],
  ['COMSPEC', (get) => `${get('SystemRoot')}\\System32\\cmd.exe`],
  ['PATHEXT', () => '.COM;.EXE;.BAT;.CMD;.VBS;.JS;.WS;.MSC'],
  ['APPDATA', (get) => `${get('USERPROFILE')}\\AppData\\Roaming`],
  ['LOCALAPPDATA', (get) => `${get('USERPROFILE')}\\AppData\\Local`],
  ['ProgramData', (get) => `${get('SystemDrive')}\\ProgramData`],
  ['ALLUSERSPROFILE', (get) => get('ProgramData')],
  ['ProgramFiles', (get) => `${get('SystemDrive')}\\Program Files`],
  ['ProgramFiles(x86)', (get) => `${get('SystemDrive')}\\Program Files (x86)`],
  ['CommonProgramFiles', (get) => `${get('ProgramFiles')}\\Common Files`],
  ['TEMP', (get) => get('TMP') || `${get('LOCALAPPDATA')}\\Temp`],
  ['TMP', (get) => get('TEMP')],
  ['PUBLIC', (get) => `${get('SystemDrive')}\\Users\\Public`],
];

type Get = (name: string) => string;

/** The missing ones only, System32 at the end of PATH among them. */
export function missingOnWindows(env: ChildEnvironment, machine: Machine): ChildEnvironment {
  const known: Record<string, string> = { ...env };
  const added: Record<string, string> = {};
  const get: Get = (name) => known[keyOf(known, name, 'win32')] ?? '';
  const add = (name: string, value: string): void => {
    known[name] = value;
    added[name] = value;
  };
  if (get('USERPROFILE') === '') add('USERPROFILE', machine.home);
  for (const [name, value] of rows) {
    if (get(name) === '') add(name, value(get));
  }
  const system = machine.path.join(get('SystemRoot'), 'System32');
  const directories = get('PATH')
    .split(';')
    .filter((entry) => entry !== '');
  if (!directories.some((entry) => isSame(entry, system, machine))) {
    added[keyOf(env, 'PATH', 'win32')] = [...directories, system].join(';');
  }
  return added;
}

function isSame(left: string, right: string, { path }: Machine): boolean {
  return path.normalize(`${left}\\`).toLowerCase() === path.normalize(`${right}\\`).toLowerCase();
}
