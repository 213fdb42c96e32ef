/**
 * A part of a page that is made from the code, between two marks. Pure: opens no file.
 */

/** The page with this section replaced by `text`. Throws if its marks are missing. */
export function withSection(page: string, name: string, text: string): string {
  const start = `<!-- ${name}: written by \`npm run readme\` -->\n`;
  const end = `<!-- /${name} -->\n`;
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page has no ${start}…${end}`);
  return `${page.slice(0, from)}${start}\n${text}\n${page.slice(to)}`;
}
