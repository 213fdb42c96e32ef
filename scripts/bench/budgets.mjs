/**
 * The promises, each a comparison of medians of one run. Ratios, because only they mean the same
 * on a machine that has other things to do.
 */

/** @param {(workload: string, contestant: string, figure: string) => number | undefined} get */
export function budgets(get) {
  /** NaN where it was not measured, and whatever is computed with it. */
  const figure = (workload, contestant, name) => get(workload, contestant, name) ?? Number.NaN;
  const rows = [];
  const add = (what, value, limit, isMost) => {
    if (Number.isNaN(value)) return;
    rows.push({
      what,
      value,
      limit: isMost ? `≤ ${limit}` : `≥ ${limit}`,
      met: isMost ? value <= limit : value >= limit,
    });
  };
  for (const [name, node] of [
    ['bundle', 'node'],
    ['executable', 'node of the executable'],
  ]) {
    const ratio = (workload, what, base) =>
      figure(workload, name, what) / figure(workload, base, what);
    const over = (workload, what, /** @type {string[]} */ [baseWorkload, base, baseWhat]) =>
      figure(workload, name, what) - figure(baseWorkload, base, baseWhat);
    const startMs = over('start', 'server spawned, ms', ['start', node, 'until exit, ms']);
    add(`${name}: start above \`node -e 0\`, ms`, startMs, 15, true);
    for (const where of ['together', 'apart']) {
      const value = ratio(`round trip ${where}`, 'median, us', 'C relay');
      add(`${name}: round trip, ${where}, times the C relay`, value, 1.25, true);
    }
    if (name === 'bundle') {
      for (const [what, workload, of] of [
        ['round trip', 'round trip together', 'median, us'],
        ['processor time of 200 B down', 'down 200 B', 'cpu each, us'],
      ]) {
        add(
          `bundle: ${what}, times without \`tail\``,
          ratio(workload, of, 'bundle without tail'),
          1.03,
          true,
        );
      }
    }
    const small = ratio('down 200 B', 'messages/s', 'Node relay');
    add(`${name}: 200 B down, share of the Node relay`, small, 0.7, false);
    const single = ratio('singly 200 B down', 'messages/s', 'Node relay');
    add(`${name}: the same, one write each`, single, 0.7, false);
    for (const way of ['down', 'up']) {
      const large = ratio(`${way} 10 MB`, 'messages/s', 'Node relay');
      add(`${name}: 10 MB ${way}, share of the Node relay`, large, 0.85, false);
    }
    const idle = ['memory idle', name, 'RSS, MB'];
    const peakMb = over('down 10 MB', 'peak, MB', idle);
    add(`${name}: 10 MB, peak above idle, MB`, peakMb, 25, true);
    const direct = ['start', 'direct', 'first answer, ms'];
    const recovery = over('SIGKILL after 1000 requests', 'answer, ms', direct);
    add(`${name}: recovery above the server's own start, ms`, recovery, 20, true);
    const longer = figure('SIGKILL after 50000 requests', name, 'answer, ms');
    const shorter = figure('SIGKILL after 10 requests', name, 'answer, ms');
    add(
      `${name}: recovery after 50000 requests, times that after 10`,
      longer / shorter,
      1.25,
      true,
    );
    // Two files: how much of each the kernel has mapped says how it was copied, not what it needs.
    const measure = name === 'bundle' ? 'RSS, MB' : 'anonymous, MB';
    const memory = over('memory idle', measure, ['memory idle', node, measure]);
    add(`${name}: idle above bare Node, MB`, memory, 8, true);
  }
  return rows;
}
