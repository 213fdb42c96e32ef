/**
 * What Stryker leaves as it is: the event and the sentence of a line of the log. The event is held
 * by its type and by `test/world/log-lines.test.ts`; a test of the sentence would be its copy.
 */

/** @param {any} path of Babel */
function isOfLog(path) {
  if (!path.isStringLiteral() && !path.isTemplateLiteral()) return false;
  const around = path.findParent((it) => !it.isConditionalExpression());
  return around?.isCallExpression() === true && around.node.callee.property?.name === 'log';
}

export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'log-sentences',
    value: {
      shouldIgnore: (path) =>
        isOfLog(path) ? 'the event or the sentence of a log line' : undefined,
    },
  },
];
