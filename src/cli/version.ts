/**
 * The version, put in place by the build: reading package.json would cost a start-up a file.
 */

declare const MCP_SHIELD_VERSION: string | undefined;

/** `0.0.0` only where nothing was built, as in a test. */
export const version = typeof MCP_SHIELD_VERSION === 'string' ? MCP_SHIELD_VERSION : '0.0.0';
