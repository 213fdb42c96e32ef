/**
 * The diagnosis of falls, loaded at the first of them: most sessions never need its table of words.
 * A fall is told in any case, so what is said where the file cannot be loaded stands here. Knows
 * neither the table nor who asks.
 */
import type { Diagnose, Diagnosis, Evidence } from '../diagnose/evidence.ts';

/**
 * `load` is called at the first fall, and again at the next one if it threw: at the limit of
 * descriptors no file can be opened, and none is there when mcp-shield was replaced while it ran.
 */
export function createLateDiagnosis(load: () => Diagnose): Diagnose {
  let loaded: Diagnose | undefined;
  return (evidence, redact) => {
    try {
      loaded ??= load();
    } catch {
      return undiagnosed(evidence);
    }
    return loaded(evidence, redact);
  };
}

/** Synchronous, as the core is that asks; the bundler makes a file of its own of it. */
export const lateDiagnosis = createLateDiagnosis(() => {
  const part: typeof import('../diagnose/diagnose.ts') = require('../diagnose/diagnose.ts');
  return part.diagnose;
});

/** What is certain without a look at the output. */
function undiagnosed({ spawnMessage }: Evidence): Diagnosis {
  const common = { title: 'The server ended', advice: [], permanent: false };
  return spawnMessage === undefined
    ? { ...common, reason: 'server-exited', cause: 'The server ended' }
    : { ...common, reason: 'server-unavailable', cause: spawnMessage };
}
