/**
 * What a mutant must survive: tests of the pure folders and the simulated world, none of which reads
 * the sources as text. `MUTATION_TESTS`: the folders of test that are run.
 */
import { relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const folders = process.env['MUTATION_TESTS'] ?? 'session,shield,supervisor,world';

/** What is quick comes first, because one failure is enough: the fifty worlds are last. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): string => {
      const path = relative('test', moduleId);
      return `${path.startsWith('world') ? 1 : 0}${path}`;
    };
    return files.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  }
}

export default defineConfig({
  test: {
    include: folders.split(',').map((folder) => `test/${folder}/**/*.test.ts`),
    // As in the project `core`: nothing there keeps a state.
    isolate: false,
    testTimeout: 60_000,
    sequence: { sequencer: QuickFirst },
    env: { WORLD_COUNT: '50' },
  },
});
