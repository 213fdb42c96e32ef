/** Sessions of the TypeScript SDKs with all odd servers that they can meet. */
import { expectVerdicts } from './expect-verdicts.ts';
import { sdk1 } from './sdk1-client.ts';
import { sdk2 } from './sdk2-client.ts';

for (const client of [sdk1, sdk2]) expectVerdicts(client);
