/**
 * Where a reason is explained at length. The page is made from the same rows, one heading for each
 * reason: `npm run readme`.
 */

const pages = 'https://github.com/mcp-shield/mcp-shield/blob/main/docs';

/** The address of a page of docs/. */
export function pageUrl(name: string): string {
  return `${pages}/${name}.md`;
}

/** The address of a reason's heading. */
export function docsUrl(reason: string): string {
  return `${pageUrl('causes')}#${reason}`;
}
