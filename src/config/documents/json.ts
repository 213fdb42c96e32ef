/**
 * JSON as configuration files have it: with comments and trailing commas. The one file that knows
 * `jsonc-parser`.
 */
import { type Node, type ParseError, parseTree, printParseErrorCode, visit } from 'jsonc-parser';
import { configLimits } from '../../base/limits.ts';
import type { ListItem, MapMember, Parsed, TextSpan, Value } from './document-tree.ts';

/** An empty text is an empty object: editors leave such files behind. */
export function parseJson(text: string): Parsed {
  const tooDeep = endOfNesting(text);
  if (tooDeep !== undefined) {
    return { kind: 'broken', offset: tooDeep, reason: 'its brackets are nested too deeply' };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [first] = errors;
  if (first !== undefined) {
    const name = printParseErrorCode(first.error);
    return { kind: 'broken', offset: first.offset, reason: reasons[name] ?? name };
  }
  const empty = { kind: 'map', layout: 'commas', members: [], start: 0, end: 0 } as const;
  return { kind: 'tree', root: root === undefined ? empty : toValue(root, text) };
}

/** The parser is recursive. What stands in texts and comments opens nothing. */
function endOfNesting(text: string): number | undefined {
  let depth = 0;
  const tokens = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[[\]{}]/g;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > configLimits.jsonNestingMax) return index;
  }
  return undefined;
}

export interface JsonExtra {
  readonly kind: 'comment' | 'trailing-comma';
  readonly offset: number;
}

/** What a strict reader of JSON would refuse in a text that `parseJson` accepts, the first each. */
export function jsonExtras(text: string): readonly JsonExtra[] {
  const found: JsonExtra[] = [];
  const add = (kind: JsonExtra['kind'], offset: number): void => {
    if (!found.some((extra) => extra.kind === kind)) found.push({ kind, offset });
  };
  visit(
    text,
    {
      onComment: (offset) => add('comment', offset),
      onError: (_code, offset) => add('trailing-comma', offset),
    },
    { allowTrailingComma: false, allowEmptyContent: true },
  );
  return found;
}

const reasons: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is neither text in quotes nor a number, true, false or null',
  InvalidNumberFormat: 'this is not a number',
  PropertyNameExpected: 'a name in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'there is more behind the end',
  UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfString: 'a closing quote is missing',
  UnexpectedEndOfNumber: 'a number is cut off',
  InvalidUnicode: 'after \\u there must be four hexadecimal digits',
  InvalidEscapeCharacter: 'this is not an escape sequence; a backslash is written \\\\',
  InvalidCharacter: 'this character must be escaped',
};

function toValue(node: Node, text: string): Value {
  const span = spanOf(node);
  switch (node.type) {
    case 'object':
      return { kind: 'map', layout: 'commas', members: childrenOf(node, text, toMember), ...span };
    case 'array':
      return { kind: 'list', layout: 'brackets', items: childrenOf(node, text, toItem), ...span };
    case 'string':
      return { kind: 'scalar', text: String(node.value), isString: true, ...span };
    default:
      return { kind: 'scalar', text: text.slice(span.start, span.end), isString: false, ...span };
  }
}

function childrenOf<T>(
  node: Node,
  text: string,
  convert: (child: Node, text: string) => readonly T[],
): readonly T[] {
  return (node.children ?? []).flatMap((child) => convert(child, text));
}

function toMember({ children = [] }: Node, text: string): readonly MapMember[] {
  const [key, value] = children;
  if (key === undefined || value === undefined) return [];
  return [{ name: String(key.value), key: spanOf(key), value: toValue(value, text) }];
}

function toItem(node: Node, text: string): readonly ListItem[] {
  return [{ start: node.offset, value: toValue(node, text) }];
}

function spanOf({ offset, length }: Node): TextSpan {
  return { start: offset, end: offset + length };
}
