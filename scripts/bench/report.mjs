/** Medians, spreads and tables. Knows nothing of what is measured. */

/** The middle, and half the distance of the quartiles in percent of it. */
export function summary(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  const median = at(0.5);
  return { median, spreadPercent: median === 0 ? 0 : ((at(0.75) - at(0.25)) / 2 / median) * 100 };
}

/** One row for each of `names`, one column for each figure; ratios to the row `base`. */
export function table(title, rows, base) {
  const figures = [...new Set(Object.values(rows).flatMap((row) => Object.keys(row)))];
  const lines = [[title, ...figures], figures.map(() => '---:')];
  lines[1].unshift('---');
  for (const [name, row] of Object.entries(rows)) {
    lines.push([name, ...figures.map((figure) => cell(row[figure], rows[base]?.[figure]))]);
  }
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cell(value, base) {
  if (value === undefined) return '—';
  if (value.failed !== undefined) return value.failed;
  const { median, spreadPercent } = value;
  const ratio = base?.median > 0 ? ` (${(median / base.median).toFixed(2)})` : '';
  return `${short(median)} ±${spreadPercent.toFixed(0)} %${ratio}`;
}

function short(number) {
  return number >= 1_000 ? Math.round(number).toLocaleString('en') : number.toPrecision(3);
}
