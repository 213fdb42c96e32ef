/**
 * Docker and Podman: the client's line and the daemon's words in it. What a container printed
 * itself is not theirs.
 */
import { blockText, type ParsedFailure } from './parsed-failure.ts';

const head =
  /^(?:docker: .|(?:\S+: )?Error response from daemon: .|Error: .*(?:image|container|registry|registries|short-name|podman|OCI runtime|manifest)|error during connect: .|Docker Desktop is .|error getting credentials|OCI runtime .|unauthorized: .|denied: .|toomanyrequests: .)|[Cc]annot connect to (?:the Docker daemon|Podman)|permission denied while trying to connect|failed to connect to the docker API/;
const rest = /^(?:See '?docker|Run 'docker|\s*$|time=)/;

export function parseDocker(lines: readonly string[]): ParsedFailure[] {
  const found: ParsedFailure[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (!head.test(line)) continue;
    let last = index;
    while (last + 1 < lines.length && rest.test(lines[last + 1] ?? '')) last += 1;
    const message = line.replace(/^docker: /, '').replace(/^Error response from daemon: /, '');
    const text = blockText(lines, index, index);
    found.push({ kind: 'docker', message, text, first: index, last });
    index = last;
  }
  return found;
}
