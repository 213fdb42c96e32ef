/**
 * Where a reason is explained at length. The page is made from the same rows, one heading for each
 * reason: `npm run readme`.
 */

const causesPage = 'https://github.com/mcp-shield/mcp-shield/blob/main/docs/causes.md';

/** The address of a reason's heading. */
export function docsUrl(reason: string): string {
  return `${causesPage}#${reason}`;
}
