/**
 * TOML 1.0. The one file that knows `toml-eslint-parser`, which keeps the place of every value and
 * leaves comments alone. Tables that are spread over a file are brought together here.
 */
import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import type { ListItem, MapMember, MapValue, Parsed, TextSpan, Value } from './document-tree.ts';

export function parseToml(text: string): Parsed {
  try {
    const [top] = parseTOML(text).body;
    return { kind: 'tree', root: toTree(top) };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { kind: 'broken', offset: error.index, reason: error.message };
  }
}

interface Table extends MapValue {
  readonly members: MapMember[];
}

function emptyTable(layout: MapValue['layout'], { start, end }: TextSpan): Table {
  return { kind: 'map', layout, members: [], start, end };
}

function toTree(top: AST.TOMLTopLevelTable): Value {
  const root = emptyTable('assignments', spanOf(top));
  for (const node of top.body) {
    if (node.type === 'TOMLKeyValue') addKeyValue(root, node);
    else addTable(root, node);
  }
  return root;
}

function addTable(root: Table, node: AST.TOMLTable): void {
  // An array of tables counts its entries, which makes each a table of its own.
  const table = descend(root, node.resolvedKey.map(String), spanOf(node.key));
  for (const keyValue of node.body) addKeyValue(table, keyValue);
}

/** `a.b = 1` belongs to the table `a`. */
function addKeyValue(table: Table, { key, value }: AST.TOMLKeyValue): void {
  const names = key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
  const owner = descend(table, names.slice(0, -1), spanOf(key));
  owner.members.push({ name: names.at(-1) ?? '', key: spanOf(key), value: toValue(value) });
}

function descend(from: Table, names: readonly string[], key: TextSpan): Table {
  let table = from;
  for (const name of names) {
    const known = table.members.find((member) => member.name === name)?.value;
    const next = known?.kind === 'map' ? (known as Table) : emptyTable(from.layout, key);
    if (next !== known) table.members.push({ name, key, value: next });
    table = next;
  }
  return table;
}

function toValue(node: AST.TOMLContentNode): Value {
  const span = spanOf(node);
  switch (node.type) {
    case 'TOMLInlineTable': {
      const table = emptyTable('commas', span);
      for (const keyValue of node.body) addKeyValue(table, keyValue);
      return table;
    }
    case 'TOMLArray': {
      const items = node.elements.map(
        (element): ListItem => ({ start: element.range[0], value: toValue(element) }),
      );
      return { kind: 'list', layout: 'brackets', items, ...span };
    }
    default: {
      const isString = node.kind === 'string';
      return { kind: 'scalar', text: String(node.value), isString, ...span };
    }
  }
}

function spanOf({ range }: { readonly range: readonly [number, number] }): TextSpan {
  return { start: range[0], end: range[1] };
}
