/**
 * What the commands that work on configuration files need of the world, so that each can be tried
 * as any user on any platform.
 */
import type { FileSystem } from '../../client-files/file-system.ts';
import type { SearchedMachine } from '../../client-files/find-files.ts';
import type { World } from '../../runner/world.ts';
import type { Self } from './shield-command.ts';

export interface ConfigDeps extends SearchedMachine {
  readonly world: Pick<World, 'stdout' | 'stderr'>;
  readonly fs: FileSystem;
  /** Where files are kept as they were before a change. */
  readonly backups: string;
  readonly self: Self;
}
