/**
 * Tests that pass bare and do not pass behind mcp-shield because it is meant to do otherwise. A
 * row holds the name of the test and the sentence that is printed with it.
 */
/** @type {{ test: string, reason: string }[]} */
export const known = [];
