/**
 * A few worlds of `npm run chaos` with real processes, chosen because much happens in each in
 * little time. A seed that ever breaks a promise is added here and stays.
 */
import { describe, expect, it } from 'vitest';
import { live } from '../../scripts/trials/chaos/world.ts';

const seeds = [5, 7, 8, 12, 13, 17, 21, 22, 23];
const atATime = 3;

describe('[P1] [P2] [P3] [P4] [P5] worlds of real processes', () => {
  it('keep every promise', async () => {
    const rest = [...seeds];
    const broken: string[] = [];
    let lives = 0;
    const liveOn = async (): Promise<void> => {
      for (let seed = rest.pop(); seed !== undefined; seed = rest.pop()) {
        const report = await live(seed);
        lives += report.lives;
        broken.push(...report.broken.map((what) => `seed ${seed}: ${what}`));
      }
    };
    await Promise.all(Array.from({ length: atATime }, liveOn));
    expect(broken).toEqual([]);
    // Worlds in which nothing fell would prove nothing.
    expect(lives).toBeGreaterThan(seeds.length);
  });
});
