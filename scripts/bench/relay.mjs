/** The simplest relay in Node.js: a child, and a pipe each way. */
import { spawn } from 'node:child_process';

const [, , program, ...args] = process.argv;
const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
process.stdin.pipe(child.stdin);
child.stdout.pipe(process.stdout);
child.on('exit', () => process.exit());
