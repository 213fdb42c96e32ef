/**
 * Where mcp-shield starts: parse, then do what was asked for, then exit. The only place that
 * prints for a person and ends the process. Only `run` is imported at once: it is what clients
 * start, and behind a dynamic import it would come 6 ms later.
 */
import { isatty } from 'node:tty';
import { exitCodes, isShieldError } from '../base/errors.ts';
import { visible, visibleLines } from '../base/visible.ts';
import { parse } from './parse.ts';
import { run } from './run.ts';
import { version } from './version.ts';

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.length === 0 && isatty(0)) {
    const { welcomeText } = await import('./help.ts');
    return print(welcomeText(process.stdout.columns));
  }
  const invocation = parse(args, process.env);
  switch (invocation.kind) {
    case 'help': {
      const texts = await import('./help.ts');
      const { columns } = process.stdout;
      const { about = [], isShort } = invocation;
      return print(isShort ? texts.shortHelpText(columns) : texts.helpAbout(about, columns));
    }
    case 'version':
      return print(`${version}\n`);
    case 'command': {
      const { runCommand } = await import('./commands.ts');
      process.exit(await runCommand(invocation.name, invocation.args));
      break;
    }
    case 'run':
      process.exit(await run({ ...invocation, environment: process.env }));
  }
}

/** No `exit` behind it: what was written to a pipe may still be on its way. */
function print(text: string): void {
  // `mcp-shield --help | head -1` closes the pipe early.
  process.stdout.on('error', () => {});
  process.stdout.write(text);
}

async function fail(error: unknown): Promise<void> {
  const known = isShieldError(error);
  const defect = error instanceof Error ? (error.stack ?? error.message) : String(error);
  // What was typed, and names of files, are in it.
  const sentence = known ? visible(error.message) : `internal error: ${visibleLines(defect)}`;
  const code = known ? error.exitCode : exitCodes.defect;
  process.stderr.on('error', () => {});
  const text = `mcp-shield: ${sentence}`;
  const { isTTY, columns } = process.stderr;
  const shown = known && isTTY ? await inColumns(text, columns) : `${text}\n`;
  process.stderr.write(shown, () => process.exit(code));
}

async function inColumns(text: string, columns: number): Promise<string> {
  try {
    return (await import('./help.ts')).paragraph(text, columns);
  } catch {
    // mcp-shield was replaced while it ran; the sentence is told all the same.
    return `${text}\n`;
  }
}

main().catch(fail);
