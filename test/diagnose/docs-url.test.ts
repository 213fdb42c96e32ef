/** Addresses of the documentation. */
import { expect, it } from 'vitest';
import { docsUrl, pageUrl } from '../../src/diagnose/docs-url.ts';

it('are those of its pages and headings', () => {
  const url = new URL(pageUrl('security'));
  expect([url.host, url.hash]).toEqual(['github.com', '']);
  expect(url.pathname).toMatch(/\/docs\/security\.md$/);
  expect(pageUrl('security', 'x')).toBe(`${url.href}#x`);
  expect(docsUrl('disk-full')).toBe(pageUrl('causes', 'disk-full'));
});
