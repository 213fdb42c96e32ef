/**
 * What the line scanner writes down of each line: the fields of its record and their values.
 * src/protocol/line-scan/scanner.as.ts writes them; this file only names them.
 */

/**
 * `table[line * fieldCount + field]`. `end` is an offset in the chunk; every other place is
 * relative to the start of the line, which may lie in an earlier chunk. With kind `unsure`
 * everything but `end` and `length` is 0.
 */
export const fields = {
  /** Just behind the newline, in the chunk. */
  end: 0,
  /** One of `lineKinds`. */
  kind: 1,
  /** Of `lineFlags`. */
  flags: 2,
  /** Of the line with its newline; stops growing near 2^31. */
  length: 3,
  /** The id as it is written, a string with its quotes; both 0 in a notification. */
  idStart: 4,
  idEnd: 5,
  /** With `idIsInteger`. */
  idValue: 6,
  /** Inside the quotes; both 0 in a response. */
  methodStart: 7,
  methodEnd: 8,
  /** Equal methods have equal hashes; equal hashes prove nothing. */
  methodHash: 9,
  /** The value of `params` (both 0 without it) or of `result`. */
  payloadStart: 10,
  payloadEnd: 11,
} as const;

/** Fields of one record. */
export const fieldCount = 12;

/** `unsure`: perhaps a message, perhaps not; others have to look. */
export const lineKinds = { unsure: 0, request: 1, notification: 2, response: 3 } as const;

/** Bits of `fields.flags`. */
export const lineFlags = {
  /** There are bytes >= 0x80: whether they are UTF-8 is still to be asked. */
  hasHighBytes: 1,
  /** `params` has a member `_meta`, or one whose name is written with escapes. */
  mayHaveMeta: 2,
  /** The id is an integer of at most nine digits; otherwise, if there is one, a string. */
  idIsInteger: 4,
} as const;
