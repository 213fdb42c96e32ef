/**
 * What the configuration files need of the file system, so that a test can fail or stop any step of
 * it. Synchronous: it is one short sequence, and nothing else goes on.
 */
import fs from 'node:fs';

export type FileSystem = Pick<
  typeof fs,
  | 'closeSync'
  | 'fchmodSync'
  | 'fchownSync'
  | 'fstatSync'
  | 'fsyncSync'
  | 'ftruncateSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readFileSync'
  | 'readdirSync'
  | 'realpathSync'
  | 'renameSync'
  | 'rmSync'
  | 'statSync'
  | 'writeFileSync'
  | 'writeSync'
>;

export const realFileSystem: FileSystem = fs;
