/**
 * The clients in Python and Go, as far as their setups have installed them: for Python
 * scripts/trials/python/setup.sh, for Go scripts/trials/compare/setup.sh.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ComparedClient } from './compare.ts';
import { foreignClient } from './foreign-client.ts';

const python = path.resolve('.cache/python/venv/bin/python');
const pythonScript = path.resolve('test/python/fixtures/compared_client.py');
const go = path.resolve('.cache/go/compared-client');

export function foreignClients(): ComparedClient[] {
  const clients: ComparedClient[] = [];
  if (existsSync(python))
    clients.push(foreignClient('python', [python, '-W', 'ignore', pythonScript]));
  if (existsSync(go)) clients.push(foreignClient('go', [go]));
  return clients;
}
