/**
 * A part of the README that is made from the code, between two marks. Pure: opens no file.
 */

/** The README with this section replaced by `text`. Throws if its marks are missing. */
export function withSection(readme: string, name: string, text: string): string {
  const start = `<!-- ${name}: written by \`npm run readme\` -->\n`;
  const end = `<!-- /${name} -->\n`;
  const from = readme.indexOf(start);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has no ${start}…${end}`);
  return `${readme.slice(0, from)}${start}\n${text}\n${readme.slice(to)}`;
}
