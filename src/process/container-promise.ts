/**
 * What the guard does for a container if mcp-shield is killed, as one line of POSIX shell: waits
 * for the id, ends the container by it, removes the file. Text only.
 */
import type { ContainerStart } from '../resolve/containers/container-start.ts';
import type { Startable } from './spawn.ts';

export interface ContainerPromise {
  readonly start: ContainerStart;
  readonly startable: Startable;
  readonly idFile: string;
  readonly isOurs: boolean;
  readonly before: string | undefined;
}

/** Where a runtime's daemon, its storage and its settings are; nothing that is a secret. */
const variables =
  /^(?:PATH|HOME|USER|LOGNAME|TMPDIR|SSH_AUTH_SOCK|(?:XDG|DOCKER|CONTAINERS?|CONTAINERD|PODMAN|NERDCTL|STORAGE|_CONTAINERS)_\w+)$/;
const secrets = /PASS|AUTH_CONFIG|TOKEN|SECRET|KEY/;

export function containerPromise(promise: ContainerPromise): string {
  const { start, startable, idFile, isOurs, before } = promise;
  const { env, cwd } = startable;
  const exported = Object.entries(env)
    .filter(([name, value]) => variables.test(name) && !secrets.test(name) && !/[\r\n]/.test(value))
    .map(([name, value]) => `export ${name}=${quote(value)};`);
  const file = quote(idFile);
  const commands = [
    // A line without an end makes `read` fail, with the line read.
    `id=; for n in 1 2 3 4 5 6 7 8 9 10; do [ -s ${file} ] && break; sleep 0.1 || sleep 1; done;`,
    `read -r id <${file};`,
    `case $id in ''|*[!0-9a-f]*${before === undefined ? '' : `|${before}`}) exit;; esac;`,
    ...exported,
    cwd === undefined ? '' : `cd ${quote(cwd)};`,
    `${line(start.toContainer(['kill'], idWord))};`,
    start.removes ? `${line(start.toContainer(['rm', '-f'], idWord))};` : '',
    isOurs ? `rm -f ${file}` : ':',
  ];
  return commands.join(' ');
}

/** Stands for the id until the shell knows it; no word of a user's contains it. */
const idWord = 'THE-CONTAINER-ID-OF-MCP-SHIELD';

function line(words: readonly string[]): string {
  return words.map((word) => quote(word).replaceAll(idWord, `'"$id"'`)).join(' ');
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
