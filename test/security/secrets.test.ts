/**
 * Secrets planted wherever a server can have them. The server tells all of them; mcp-shield passes
 * its stderr on as it came, but repeats none of them in a log, an error or a record of its own.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/base/redact.ts';
import { withShield } from '../process/shield-process.ts';

const telltale = fileURLToPath(new URL('fixtures/telltale-server.mjs', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'shield-secrets-'));
afterAll(() => rmSync(directory, { recursive: true }));
const secret = (): string => `s${randomBytes(9).toString('hex')}`;

describe('[R-secrets] a server that tells everything', () => {
  it.each(['stderr', 'log', 'drop'])('with --noise %s', async (noise) => {
    const planted = {
      environment: secret(),
      option: secret(),
      joined: secret(),
      url: secret(),
      given: secret(),
      message: secret(),
      header: secret(),
      short: secret(),
      json: secret(),
      query: secret(),
      bearer: secret(),
      user: secret(),
      docker: secret(),
      password: secret(),
    };
    const body = Array.from({ length: 24 }, () => randomBytes(48).toString('base64'));
    const key = ['-----BEGIN RSA PRIVATE KEY-----', ...body, '-----END RSA PRIVATE KEY-----'];
    const log = join(directory, `${noise}.log`);
    const record = join(directory, `${noise}.jsonl`);
    const args = [
      ...[
        '--record',
        record,
        '--record-contents',
        '--log-file',
        log,
        '--log-level',
        'trace',
        '--noise',
        noise,
      ],
      ...['--env', `SOME_PASSWORD=${planted.given}`, '--', process.execPath, telltale],
      ...['--token', planted.option, `--api-key=${planted.joined}`],
      `postgres://me:${planted.url}@host/db`,
      ...[
        '--header',
        `Authorization: Bearer ${planted.header}`,
        '-H',
        `X-API-Key: ${planted.short}`,
      ],
      ...['--config', `{"apiKey":"${planted.json}"}`, `https://host/x?api_key=${planted.query}`],
      ...['--bearer', planted.bearer, `https://${planted.user}@host/`, '-p', planted.password],
      ...['-e', `TOKEN=${planted.docker}`],
    ];
    await withShield({ args, env: { MY_API_KEY: planted.environment } }, async (shield) => {
      await shield.initialize();
      const { error } = await shield.call('x', { url: `https://me:${planted.message}@host/`, key });
      expect(error?.data).toMatchObject({ source: 'mcp-shield', exitCode: 1 });
      shield.closeStdin();
      await shield.exited;
      // Otherwise nothing was at risk.
      for (const value of Object.values(planted)) expect(shield.stderr).toContain(value);
      const written = [log, record].map((file) => readFileSync(file, 'utf8')).join('');
      const told = JSON.stringify(error) + written;
      expect(told).toContain('[redacted]');
      for (const line of body) {
        expect(shield.stderr).toContain(line);
        expect(told.includes(line), 'a line of the key was written').toBe(false);
      }
      for (const [where, value] of Object.entries(planted)) {
        expect(told.includes(value), `the secret in ${where} was written`).toBe(false);
      }
      for (const file of [log, record]) expect(statSync(file).mode & 0o777).toBe(0o600);
    });
  });
});

describe('[R-secrets] any secret variable in any text', () => {
  const value = fc.string({ minLength: 6, maxLength: 60 }).filter((text) => text.trim() === text);
  const name = fc.constantFrom('GITHUB_TOKEN', 'apiKey', 'DB_PASSWORD', 'X_SECRET', 'AUTH');

  it('is hidden: as it is, in JSON and in a URL', () => {
    const around = fc.string({ maxLength: 40 });
    fc.assert(
      fc.property(name, value, around, around, (variable, text, before, after) => {
        const redact = createRedactor({ [variable]: text });
        for (const form of [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)]) {
          const hidden = redact(`${before} ${form} ${after}`);
          fc.pre(!`${before} ${after}`.includes(form) && !'[redacted]'.includes(form));
          expect(hidden.includes(form), hidden).toBe(false);
        }
      }),
    );
  });
});
