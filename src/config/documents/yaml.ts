/**
 * YAML 1.2. The one file that knows `yaml`. Whatever reaches beyond its own place (anchors,
 * aliases, tags) is foreign: editing it could change another server.
 */
import {
  type CST,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { configLimits } from '../../base/limits.ts';
import type { ListItem, MapMember, Parsed, TextSpan, Value } from './document-tree.ts';

export function parseYaml(text: string): Parsed {
  const tooDeep = endOfNesting(text);
  if (tooDeep !== undefined) {
    return { kind: 'broken', offset: tooDeep, reason: 'its brackets are nested too deeply' };
  }
  const document = parseDocument(text, { keepSourceTokens: true, prettyErrors: false });
  const [first] = document.errors;
  if (first !== undefined) {
    return { kind: 'broken', offset: first.pos[0], reason: first.message };
  }
  return { kind: 'tree', root: toValue(document.contents, text) };
}

/** Brackets in quotes and comments count, too; so many of them stand in no configuration. */
function endOfNesting(text: string): number | undefined {
  let depth = 0;
  for (const { 0: bracket, index } of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > configLimits.yamlNestingMax) return index;
  }
  return undefined;
}

function toValue(node: unknown, text: string): Value {
  const span = spanOf(node);
  const isPlain = isMap(node) || isSeq(node) || isScalar(node);
  if (!isPlain || node.anchor !== undefined || node.tag !== undefined) {
    return { kind: 'foreign', ...span };
  }
  if (isMap(node)) return toMap(node, span, text);
  if (isSeq(node)) return toList(node, span, text);
  // The number 010 is the text 010 for whoever starts a program with it.
  const source = node.source ?? '';
  const isString = typeof node.value === 'string';
  const end = beforeLineEnd(text, span);
  return { kind: 'scalar', text: isString ? String(node.value) : source, isString, ...span, end };
}

/** The line break behind a block belongs to the line, as it does behind any other value. */
function beforeLineEnd(text: string, { start, end }: TextSpan): number {
  return start + text.slice(start, end).replace(/\r?\n$/, '').length;
}

function toMap(node: YAMLMap, span: TextSpan, text: string): Value {
  const members = node.items.flatMap((pair) => toMember(pair, text));
  return { kind: 'map', layout: node.flow === true ? 'commas' : 'block', members, ...span };
}

function toMember(pair: Pair, text: string): readonly MapMember[] {
  if (!isScalar(pair.key)) return [];
  return [
    { name: String(pair.key.value), key: spanOf(pair.key), value: toValue(pair.value, text) },
  ];
}

function toList(node: YAMLSeq, span: TextSpan, text: string): Value {
  const values = node.items.map((item) => toValue(item, text));
  const dashes = dashesOf(node.srcToken);
  const items: ListItem[] = values.map((value, index) => ({
    start: dashes[index] ?? value.start,
    value,
  }));
  const layout = node.flow === true ? 'brackets' : 'dashes';
  return { kind: 'list', layout, items, ...span };
}

/** Where the dash of each item stands. */
function dashesOf(token: CST.Token | undefined): readonly number[] {
  if (token?.type !== 'block-seq') return [];
  return token.items.flatMap(({ start }) =>
    start.filter(({ type }) => type === 'seq-item-ind').map(({ offset }) => offset),
  );
}

/** Without the blanks and comments behind it. */
function spanOf(node: unknown): TextSpan {
  const { range } = (node ?? {}) as { range?: readonly [number, number, number] | null };
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}
