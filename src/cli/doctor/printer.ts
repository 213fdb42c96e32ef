/**
 * When what `doctor` has to say is printed: for people each server as soon as it is known, for
 * programs all at once. Knows nothing of processes.
 */
import type { World } from '../../runner/world.ts';
import { jsonLines } from '../printed-json.ts';
import { styleOf } from '../style.ts';
import type { FileCheckup } from './configured.ts';
import { renderEnd, renderFile, renderServer } from './render.ts';
import type { Report, ServerReport } from './report.ts';
import type { ServerToCheck } from './server-to-check.ts';

export interface DoctorTask {
  readonly files: readonly FileCheckup[];
  readonly servers: readonly ServerToCheck[];
  /** Files of the project that are examined only if that is asked for. */
  readonly leftOut: readonly string[];
}

export interface Printer {
  server(report: ServerReport): void;
  end(report: Report): void;
}

export function createPrinter(
  { files }: DoctorTask,
  isJson: boolean,
  {
    world: { stdout },
    environment,
  }: {
    readonly world: Pick<World, 'stdout'>;
    readonly environment: Readonly<Record<string, string | undefined>>;
  },
): Printer {
  if (isJson) {
    const end = (report: Report): void => {
      stdout.write(jsonLines(report));
    };
    return { server() {}, end };
  }
  const style = styleOf(stdout, environment);
  let isFirst = true;
  const print = (block: string): void => {
    stdout.write(isFirst ? block : `\n${block}`);
    isFirst = false;
  };
  for (const file of files) {
    const block = renderFile(file, style);
    if (block !== undefined) print(block);
  }
  return {
    server: (report) => print(renderServer(report, style)),
    end(report) {
      const block = renderEnd(report, style);
      if (block !== '') print(block);
    },
  };
}
