/** Odd spaces are letters to a shell, and reading them ends. */
import { expect, it } from 'vitest';
import { shellCommands } from '../../src/resolve/containers/shell-commands.ts';

it.each(['\u2028', '\ufeff', '\u00a0', '\v', '\f', '\u3000'])('reads %j as a letter', (space) => {
  const [words] = shellCommands(`docker${space}run x`);
  expect(words?.map(({ text }) => text)).toEqual([`docker${space}run`, 'x']);
});
