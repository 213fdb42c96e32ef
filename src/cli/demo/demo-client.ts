/**
 * What the demo needs of a client: the small one that is shipped and the official SDK's are both
 * put behind it. Knows neither of them, nor what the demo does with a client.
 */

export interface DemoCall {
  readonly name: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly timeoutMs?: number;
  readonly onProgress?: () => void;
}

export interface DemoClient {
  /** What it could not read. */
  readonly complaints: readonly string[];
  readonly isClosed: () => boolean;
  readonly stderr: () => string;
  /** Resolves with the pid that the first server says on stderr. */
  readonly serverPid: Promise<number>;
  /** Resolves with the name and the version of the server. */
  connect(): Promise<string>;
  /** Resolves with the number of tools. */
  listTools(): Promise<number>;
  /** Resolves with the first text of the result. */
  call(call: DemoCall): Promise<string>;
  close(): Promise<void>;
}

/** Reads the server's pid from what comes on its stderr. */
export function createPidReader(): {
  readonly pid: Promise<number>;
  readonly text: () => string;
  readonly take: (chunk: string) => void;
} {
  let text = '';
  let found = (_pid: number): void => {};
  const pid = new Promise<number>((resolve) => {
    found = resolve;
  });
  const take = (chunk: string): void => {
    text += chunk;
    const said = /\[server\] pid (\d+)\n/.exec(text)?.[1];
    if (said !== undefined) found(Number(said));
  };
  return { pid, text: () => text, take };
}
