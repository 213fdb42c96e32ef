/**
 * The real server-everything in a bad mood: it prints what servers print on stdout by mistake,
 * between its messages and once in front of one, on the same line.
 */
const printed = process.stdout.write.bind(process.stdout);

printed("[dotenv@17.2.3] injecting env (0) from .env -- tip: { path: '/custom/path/.env' }\n");
printed('\n> server-everything@2026.8.31 start\n> node dist/index.js stdio\n\n');
printed('\u001b[32minfo\u001b[39m: listening on \u001b[1mstdio\u001b[22m\n');

let answers = 0;
process.stdout.write = (chunk, ...rest) => {
  answers += 1;
  if (String(chunk).includes('The sum of')) printed('computing … [##########] 100% ');
  else printed(`[debug] ${new Date(0).toISOString()} message ${answers}: {\n`);
  return printed(chunk, ...rest);
};

process.stderr.write(`[server] pid ${process.pid}\n`);
await import('@modelcontextprotocol/server-everything/dist/index.js');
