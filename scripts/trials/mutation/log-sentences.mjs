/**
 * What Stryker leaves as it is: the event and the sentence of a line of the log. The event is held
 * by its type and by `test/world/log-lines.test.ts`; a test of the sentence would be its copy.
 *
 * And what a diagnosis says: title, cause and advice are prose for people, in hundreds of rows.
 * Their form is held by `test/diagnose/rules.test.ts`; whether one is said is decided by what the
 * row sees, and that is broken like everything else.
 */

const prose = new Set(['title', 'cause', 'advice']);

/** @param {any} path of Babel */
function isOfLog(path) {
  if (!path.isStringLiteral() && !path.isTemplateLiteral()) return false;
  const around = path.findParent((it) => !it.isConditionalExpression());
  return around?.isCallExpression() === true && around.node.callee.property?.name === 'log';
}

/** Behind such a name, also in a list or for one platform; what chooses between them is not. */
function isOfDiagnosis(path) {
  if (!path.isStringLiteral() && !path.isTemplateLiteral()) return false;
  let inner = path;
  for (; ; inner = inner.parentPath) {
    const { parentPath: around } = inner;
    if (around?.isObjectProperty()) {
      if (inner.key !== 'value') return false;
      if (prose.has(around.node.key.name)) return true;
    } else if (!around?.isArrayExpression() && !around?.isObjectExpression()) return false;
  }
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
  {
    kind: 'Ignore',
    name: 'diagnosis-sentences',
    value: {
      shouldIgnore: (path) => (isOfDiagnosis(path) ? 'a sentence of a diagnosis' : undefined),
    },
  },
];
