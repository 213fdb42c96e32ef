import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('the committed line scanner is what its source compiles to', () => {
  const script = fileURLToPath(new URL('../../scripts/build/scanner.mjs', import.meta.url));
  const said = execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(said).toBe('');
});
