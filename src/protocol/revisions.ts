/**
 * The revisions of MCP that differ in what the shield must know, and the keys of `_meta` that came
 * with the stateless one. Source: the specification's own change logs. Decides nothing.
 */

/** Dates are the names of revisions, and are compared as text. */
export const revisions = {
  /** The only one whose clients read batches. */
  batches: '2025-03-26',
  /** The last one with a handshake. */
  lastLegacy: '2025-11-25',
  /** Stateless: each request carries its envelope in `_meta`. */
  modern: '2026-07-28',
} as const;

/** Members of `_meta` in the modern era. */
export const metaKeys = {
  protocolVersion: 'io.modelcontextprotocol/protocolVersion',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
  serverInfo: 'io.modelcontextprotocol/serverInfo',
  /** News inside a stream carries the id of the listen request under it. */
  subscriptionId: 'io.modelcontextprotocol/subscriptionId',
} as const;
