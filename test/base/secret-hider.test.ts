/** The parts that hide the secrets of one server, put together: each knows the same secrets. */
import { expect, it } from 'vitest';
import { createSecretHider } from '../../src/base/secret-hider.ts';
import { mask } from '../../src/base/secret-names.ts';

it('hides what the variables and the command give away', () => {
  const command = ['npx', '-y', 'server-a', '--token', 'Zk3abc'];
  const hider = createSecretHider({ API_KEY: 'swordfish' }, command);
  expect(hider.redact('swordfish Zk3abc b')).toBe(`${mask} ${mask} b`);
  const texts = ['a swordfish', 'a Zk3abc', 'a b'];
  expect(texts.map(hider.holdsSecret)).toEqual([true, true, false]);
  expect(hider.shownCommand()).toEqual(['npx', '-y', 'server-a', '--token', mask]);
  expect([hider.shownName(undefined), hider.shownName('given')]).toEqual(['server-a', 'given']);
});
