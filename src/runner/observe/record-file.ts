/**
 * `--record`: writes each step of the core to a file as it happens, so that a session which ends
 * badly is recorded to its end. Loaded only with that option.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { isSecretName } from '../../base/secret-names.ts';
import { shownArgs } from '../../base/shown-args.ts';
import { openPrivateFile } from '../../log/private-file.ts';
import type { ShieldOptions } from '../../shield/events.ts';
import { headingLine, optionsOfCore } from '../../shield/recording/format.ts';
import { Recorder } from '../../shield/recording/recorder.ts';
import type { Observer } from './observers.ts';

export interface RecordRequest {
  readonly file: string;
  readonly contents: boolean;
  readonly options: ShieldOptions;
  readonly version: string;
  readonly cwd: string;
  readonly redact: (text: string) => string;
  /** That of the steps, in ms. */
  readonly now: () => number;
}

/** Throws wrong usage if the file cannot be opened. A recording begins where the file ends. */
export function recordTo(request: RecordRequest): Observer {
  const { contents, cwd, redact, version } = request;
  const { descriptor } = openPrivateFile('--record', request.file);
  const options = optionsOfCore(request.options);
  const key = randomBytes(16);
  const hash = (text: string): string =>
    createHmac('sha256', key).update(text).digest('hex').slice(0, 12);
  const masking = { contents, redact, hash, isSecretName };
  const { maxMessageBytes } = options;
  const recorder = new Recorder(masking, { startedAt: request.now(), maxMessageBytes });

  const write = (text: string): void => {
    try {
      // It goes on where the system took a part only.
      writeFileSync(descriptor, text);
    } catch {
      // A full disk must not end the session.
    }
  };

  write(
    headingLine({
      version,
      startedAt: new Date().toISOString(),
      contents,
      platform: process.platform,
      cwd,
      options: { ...options, command: shownArgs(options.command, redact) },
    }),
  );
  return { name: 'the recording', observe: (step) => write(recorder.record(step)) };
}
