/**
 * Compiles the line scanner (src/protocol/line-scan/scanner.as.ts, AssemblyScript) into a module
 * that is committed, so that neither a build nor a test needs the compiler: `npm run
 * build:scanner`. With --check it writes nothing and fails if the committed module is not what the
 * source compiles to.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const source = 'src/protocol/line-scan/scanner.as.ts';
const target = 'src/protocol/line-scan/module.ts';
const base64Name = 'lineScanModule';

/** No runtime, no imports, memory of a fixed size: the module is the machine and nothing else. */
const compilerOptions = [
  '--runtime=stub',
  '--use=abort=',
  '--enable=simd',
  '--initialMemory=2',
  '--maximumMemory=2',
  '--noAssert',
  '--optimizeLevel=3',
  '--shrinkLevel=0',
  '--converge',
];

async function compile() {
  let wasm;
  const { error, stderr } = await main([source, '--outFile=line-scan.wasm', ...compilerOptions], {
    writeFile: (_name, contents) => {
      wasm = contents;
    },
  });
  if (error !== null) throw new Error(`${source} does not compile\n${stderr}`);
  return Buffer.from(wasm);
}

function moduleText(wasm) {
  return `/**
 * Generated from ${source} by scripts/build/scanner.mjs:
 * edit there, not here, and \`npm run build:scanner\`. It is ${wasm.length} bytes of WebAssembly as
 * base64.
 */
export const ${base64Name} =
  '${wasm.toString('base64')}';
`;
}

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const text = moduleText(await compile());
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (text !== readFileSync(target, 'utf8')) {
  console.error(`${target} is not what ${source} compiles to: npm run build:scanner`);
  process.exitCode = 1;
}
