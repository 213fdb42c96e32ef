/**
 * What `npx` and `uvx` are asked to run and what they would start, as values, and the reasons for
 * which a start is left to them. Reads nothing.
 */

import type { StartedPackage } from '../resolution.ts';
import type { ChildEnvironment } from '../resolve-context.ts';

/** A package and what is run of it. */
export interface PackageRun {
  /** As typed, which is what the caches go by: `server`, `server@1.2.3`. */
  readonly spec: string;
  readonly name: string;
  readonly wanted: WantedVersion;
  /** `--yes`, which its program is told. */
  readonly yes: boolean;
  /** The program's name where it is not left to the package. */
  readonly program: string | undefined;
  /** The program's. */
  readonly args: readonly string[];
}

export type WantedVersion =
  | { readonly kind: 'any' }
  | { readonly kind: 'version'; readonly version: string }
  /** `latest`, `next` …: only the registry knows what it means today. */
  | { readonly kind: 'tag'; readonly tag: string };

export type DirectStart =
  | (StartedPackage & {
      readonly kind: 'direct';
      readonly file: string;
      readonly args: readonly string[];
      readonly env: ChildEnvironment;
    })
  /** The runner would have to install it first. */
  | (AbsentPackage & { readonly kind: 'absent' });

export interface AbsentPackage extends Omit<StartedPackage, 'version'> {
  /** What the runner is told, without what is the program's. */
  readonly runnerArgs?: readonly string[];
  /** Why what is there of it cannot be started: somebody installs it, or has not finished. */
  readonly unfinished?: string;
}

/** Why a start is left to the package runner: the end of a sentence for the log. */
export class LeftToRunner {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

export type Sure<Value> = Value | LeftToRunner;

export function leave(why: string): LeftToRunner {
  return new LeftToRunner(why);
}

export function isLeft<Value>(value: Sure<Value>): value is LeftToRunner {
  return value instanceof LeftToRunner;
}
