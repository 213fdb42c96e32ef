/** Sessions of the clients in Python and Go with all odd servers; part of `npm run test:python`. */
import { expect, it } from 'vitest';
import { expectVerdicts } from './expect-verdicts.ts';
import { foreignClients } from './foreign-clients.ts';

const clients = foreignClients();
for (const client of clients) expectVerdicts(client);

it('has the client in Python; without Go there is no other one', () => {
  expect(clients.map(({ name }) => name)).toContain('python');
});
