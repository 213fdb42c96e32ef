/**
 * What the three dialects have in common: values, each with the place in the text where it is
 * written. Knows neither a dialect nor what a server is.
 */

/** Offsets in UTF-16 units; the end is behind the last character. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

export type Value = MapValue | ListValue | ScalarValue | ForeignValue;

export interface MapValue extends TextSpan {
  readonly kind: 'map';
  /**
   * How members are written: with commas between (JSON, and what looks like it), on lines with an
   * equals sign (TOML), or on lines with a colon (YAML). A table of TOML may stand in many places:
   * its span says nothing.
   */
  readonly layout: 'commas' | 'assignments' | 'block';
  readonly members: readonly MapMember[];
}

export interface MapMember {
  readonly name: string;
  /** As written: quoted, or dotted as TOML allows. */
  readonly key: TextSpan;
  readonly value: Value;
}

export interface ListValue extends TextSpan {
  readonly kind: 'list';
  /** `[a, b]`, or a line with a dash for each. */
  readonly layout: 'brackets' | 'dashes';
  readonly items: readonly ListItem[];
}

export interface ListItem {
  /** Where it begins, its dash included. */
  readonly start: number;
  readonly value: Value;
}

export interface ScalarValue extends TextSpan {
  readonly kind: 'scalar';
  /** A number or a boolean as it is written. */
  readonly text: string;
  readonly isString: boolean;
}

/** Valid, but not to be edited: YAML with anchors, aliases or tags, which reach other places. */
interface ForeignValue extends TextSpan {
  readonly kind: 'foreign';
}

export type Parsed =
  | { readonly kind: 'tree'; readonly root: Value }
  /** What is wrong, without a full stop. */
  | { readonly kind: 'broken'; readonly offset: number; readonly reason: string };

/** The last member of this name, which is the one that counts. */
export function memberOf(map: MapValue, name: string): MapMember | undefined {
  return map.members.findLast((member) => member.name === name);
}
