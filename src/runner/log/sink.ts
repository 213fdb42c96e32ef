/**
 * Where the log goes: stderr or a file. Neither may hold up or end a session, so a line that
 * cannot be written is lost. Does not know what a line looks like.
 */
import { closeSync, constants, fstatSync, openSync, writeFileSync } from 'node:fs';
import { exitCodes, ShieldError } from '../../base/errors.ts';
import { logLimits, runnerLimits } from '../../base/limits.ts';

export interface Sink {
  /** Whether a person looks at it and wants colours. */
  readonly colour: boolean;
  write(text: string): void;
  /** Resolves when everything is handed over, or when that takes too long. */
  flush(): Promise<void>;
}

/** `process.stderr` is built by Node at its first use, which a silent run never comes to. */
export function createStderrSink(): Sink {
  let stream: NodeJS.WriteStream | undefined;
  let lost = 0;
  const open = (): NodeJS.WriteStream => {
    stream = process.stderr;
    stream.on('error', () => {});
    return stream;
  };
  return {
    get colour() {
      return process.stderr.isTTY && (process.env['NO_COLOR'] ?? '') === '';
    },
    write(text) {
      const out = stream ?? open();
      if (out.writableLength > runnerLimits.stderrBufferBytes) {
        lost += 1;
        return;
      }
      if (lost > 0) out.write(`mcp-shield: ${lost} lines of the log were lost: nobody read it\n`);
      lost = 0;
      out.write(text);
    },
    flush: () =>
      new Promise((resolve) => {
        if (stream === undefined || stream.writableLength === 0) return resolve();
        const patience = setTimeout(resolve, logLimits.flushMs);
        stream.write('', () => {
          clearTimeout(patience);
          resolve();
        });
      }),
  };
}

/**
 * Appends to `file`, which only its owner may read if it is new. Throws wrong usage if it cannot
 * be opened. A symbolic link is refused: whoever may place one could have any file written to.
 */
export function openFileSink(file: string): Sink {
  const descriptor = openLogFile(file);
  return {
    colour: false,
    write(text) {
      try {
        // Given a descriptor it writes the whole text where the file ends.
        writeFileSync(descriptor, text);
      } catch {
        // A full disk must not end the session, and there is nowhere else to say it.
      }
    },
    flush: async () => {},
  };
}

function openLogFile(file: string): number {
  // O_NONBLOCK: a named pipe that nobody reads would hold the start for ever. Windows has neither
  // flag; there, making a symbolic link takes the rights of an administrator.
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  try {
    const flags = O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK;
    const descriptor = openSync(file, flags, 0o600);
    const status = fstatSync(descriptor);
    if (status.isFile() || status.isCharacterDevice()) return descriptor;
    closeSync(descriptor);
  } catch (error) {
    throw refusal(file, reasons[(error as NodeJS.ErrnoException).code ?? ''], error);
  }
  throw refusal(file, 'it is no regular file');
}

const reasons: Readonly<Record<string, string>> = {
  ELOOP: 'it is a symbolic link, name the file itself',
  ENOENT: 'its directory does not exist',
  ENOTDIR: 'its directory does not exist',
  EISDIR: 'it is a directory',
  EACCES: 'writing it is not permitted',
  EPERM: 'writing it is not permitted',
  ENXIO: 'it is no regular file',
  EROFS: 'the file system is read-only',
};

function refusal(file: string, reason: string | undefined, cause?: unknown): ShieldError {
  const why = reason ?? (cause instanceof Error ? cause.message : 'it cannot be opened');
  return new ShieldError(`--log-file ${file}: ${why}`, exitCodes.wrongUsage, { cause });
}
