/**
 * A client that can be killed: it starts the command it is given with pipes of its own, which break
 * when it dies, and passes on what goes through them.
 */
import { spawn } from 'node:child_process';

const [file, ...args] = process.argv.slice(2);
const shield = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
for (const stream of [process.stdin, process.stdout, shield.stdin]) stream.on('error', () => {});
process.stdin.pipe(shield.stdin);
shield.stdout.pipe(process.stdout);
shield.on('exit', (code) => process.exit(code ?? 1));
