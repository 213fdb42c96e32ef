/** Tells of each mutant that no test noticed, as soon as that is known. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

class Living {
  onMutantTested({ status, fileName, location: { start, end }, replacement }) {
    if (status !== 'Survived' && status !== 'NoCoverage') return;
    const [line = ''] = readFileSync(fileName, 'utf8')
      .split('\n')
      .slice(start.line - 1);
    const isOneLine = start.line === end.line;
    const original = line.slice(start.column - 1, isOneLine ? end.column - 1 : undefined);
    const place = `${relative('.', fileName)}:${start.line}:${start.column}`;
    const instead = String(replacement).replace(/\s+/g, ' ');
    const fate = status === 'Survived' ? 'lives' : 'is not run';
    console.log(`${place} ${original}${isOneLine ? '' : ' …'} -> ${instead} (${fate})`);
  }
}

export const strykerPlugins = [{ kind: 'Reporter', name: 'living', injectableClass: Living }];
