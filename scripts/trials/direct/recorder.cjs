/**
 * Loaded into every node by NODE_OPTIONS: one that runs a package's program writes down what it
 * sees and ends, so that no package runs.
 */
const { writeFileSync } = require('node:fs');

const [, script = ''] = process.argv;
const isRunner = /[\\/](np[mx](-cli\.js)?)$/.test(script) || /[\\/]npm[\\/]/.test(script);
const file = process.env.DIRECT_SEEN;
if (file !== undefined && script !== '' && !isRunner) {
  const { argv, argv0, execPath, env } = process;
  writeFileSync(file, JSON.stringify({ argv, argv0, execPath, cwd: process.cwd(), env }));
  process.exit(7);
}
