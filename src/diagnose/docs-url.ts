/**
 * Where a reason is explained at length. The page is made from the same rows, one heading for each
 * reason: `npm run readme`.
 */

const pages = 'https://github.com/mcp-shield/mcp-shield/blob/main/docs';

/** The address of a page of docs/, or of a heading in it. */
export function pageUrl(name: string, heading?: string): string {
  return `${pages}/${name}.md${heading === undefined ? '' : `#${heading}`}`;
}

/** The address of a reason's heading. */
export function docsUrl(reason: string): string {
  return pageUrl('causes', reason);
}
