/**
 * Where a server's variables come from beside the client and the options: a file, and commands. In
 * a part of its own, because most starts need neither.
 */
import { createAskedVariables } from '../process/asked-variables.ts';
import { readEnvFile } from './env-file.ts';

export const givenVariables = { readEnvFile, createAskedVariables };
