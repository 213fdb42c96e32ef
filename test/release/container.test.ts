/**
 * The recipe of the container image, as text: no image is built here. Every step of it that is
 * npm's is tried with the package (test/package).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { optionNames, optionOf, variableOf } from '../../src/cli/options.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const recipe = readFileSync(join(root, 'scripts/release/container/Dockerfile'), 'utf8');

it('has a Node.js that the package takes, and runs as somebody else than root', () => {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [, needed] = /(\d+)/.exec(engines.node) ?? [];
  const bases = [...recipe.matchAll(/^FROM node:(\d+)-/gm)].map(([, major]) => Number(major));
  expect(bases.length).toBeGreaterThan(0);
  for (const major of bases) expect(major).toBeGreaterThanOrEqual(Number(needed));
  expect(recipe.slice(recipe.lastIndexOf('\nFROM '))).toMatch(/^USER node$/m);
});

it('sets variables that are there, and tells of process 1', () => {
  const flags = optionNames.filter((name) => optionOf(name).kind === 'flag').map(variableOf);
  const set = [...recipe.matchAll(/\b(MCP_SHIELD_\w+)=1/g)].map(([, name]) => name ?? '');
  expect(set.length).toBeGreaterThan(0);
  expect(set.filter((name) => !flags.includes(name))).toEqual([]);
  expect(recipe).toMatch(/docker run -i --rm --init/);
});

it('sends the package alone to whoever builds', () => {
  const ignored = readFileSync(
    join(root, 'scripts/release/container/Dockerfile.dockerignore'),
    'utf8',
  );
  const [, copied] = /^COPY (\S+) \/tmp\/$/m.exec(recipe) ?? [];
  expect(ignored.split('\n').filter((line) => !/^#|^$/.test(line))).toEqual(['*', `!${copied}`]);
});
