/**
 * Faults in what is read and shown: the filter, noise and stderr, explanations, secrets.
 */

import type { Fault } from './fault.ts';

export const ofOutput: readonly Fault[] = [
  {
    name: 'noise is lost',
    code: "if (noise === 'stderr') this.#outbox.toStderr(asLine(bytes));\n    else if (noise",
    instead: 'if (noise',
  },
  {
    name: '--noise drop is ignored',
    code: "if (noise === 'stderr') this.#outbox.toStderr(asLine(bytes));",
    instead: "if (noise !== 'log') this.#outbox.toStderr(asLine(bytes));",
  },
  {
    name: 'noise reaches the client',
    code: "      case 'noise':\n        this.#divert(life, item.bytes, now);",
    instead: "      case 'noise':\n        this.#outbox.toClient(item.bytes);",
  },
  {
    name: 'stderr is lost',
    code: "if (stderr === 'pass') this.#outbox.toStderr(chunk);",
    instead: "if (stderr === 'pass') return;",
  },
  {
    name: '--stderr drop is ignored',
    code: "if (stderr === 'pass') this.#outbox.toStderr(chunk);",
    instead: "if (stderr !== 'log') this.#outbox.toStderr(chunk);",
  },
  {
    name: '--stderr log says nothing',
    code: "else if (stderr === 'log') this.#stderrLog.push(chunk, now);",
    instead: '',
  },
  {
    name: 'what was left out of the log is not told',
    code: 'if (this.#leftOut === 0) return;',
    instead: 'if (this.#leftOut >= 0) return;',
  },
  {
    name: 'the last words of a server are not kept for its fall',
    code: '    life.stderr.add(chunk);\n',
    instead: '',
  },
  {
    name: 'the last line without a newline is lost',
    code: 'if (Buffer.isBuffer(rest)) this.#lastLine(rest);',
    instead: 'if (Buffer.isBuffer(rest)) void rest;',
  },
  {
    name: 'a dumped answer that no newline ends is certain',
    code: 'if (isCopy) this.judgeCopy(line, found);',
    instead: 'if (isCopy) this.judge(line, found, []);',
  },
  {
    name: 'an id that is cut off is that of another request',
    code: 'if (isCut(bytes, member)) envelope.begun = name;',
    instead: 'if (member.valueEnd < 0) envelope.begun = name;',
  },
  {
    name: 'a message that waits for its newline waits until the end',
    code: 'this.#handleItems(life, life.filter.quiet(), now);',
    instead: 'void now;',
  },
  {
    name: 'the client’s last line without a newline is lost',
    code: 'if (rest === undefined) return [];\n      return [pieceOf(',
    instead: 'if (rest !== null) return [];\n      return [pieceOf(',
  },
  {
    name: 'an answer that is too long is left in silence',
    code: "if (near?.kind === 'answer') this.#session.refuseAnswer(near.id, failure, now);\n    else if",
    instead: "if (near?.kind === 'answer') void failure;\n    else if",
  },
  {
    name: 'a question that is too long is left in silence',
    code: 'this.#session.refuseServer(near.id, failure);',
    instead: '',
  },
  {
    name: 'an answer that cannot be read is left in silence',
    code: 'this.#session.lostAnswers(found.ids, malformed(found.why), now);',
    instead: '',
  },
  {
    name: 'an answer that was cut off by death is taken for one that cannot be read',
    code: "if (item.type === 'broken') this.#handleCutOff(life, item.bytes, now);",
    instead: "if (item.type === 'broken') this.#handleBroken(life, item.bytes, now);",
  },
  {
    name: 'an answer in an odd form is left in silence',
    code: "    if (found?.kind === 'odd') {\n      this.#handleOdd(found, now);\n      return;\n    }",
    instead: '',
  },
  {
    name: 'nulls beside an answer make it unreadable',
    code: "    if (found?.kind === 'repaired') {\n      this.#handleRepaired(found.message, now);\n      return;\n    }",
    instead: '',
  },
  {
    name: 'frames are text',
    code: 'const begins = start >= this.#unframedUntil && framing.beginsHeaders(line);',
    instead: 'const begins = start < 0 && framing.beginsHeaders(line);',
  },
  {
    name: 'a server that frames is written lines',
    code: "const framed = life.filter.framing === 'content-length';",
    instead: 'const framed = false;',
  },
  {
    name: 'a message over several lines is text',
    code: 'else if (this.#multiLine.open(line)) this.#holdsCopy = false;',
    instead: '',
  },
  {
    name: 'a copy over several lines is certain',
    code: "if (this.#holdsCopy || !this.#dialect.believes('multi-line'))",
    instead: 'if (this.#holdsCopy)',
  },
  {
    name: 'bytes that are no UTF-8 reach the client',
    code: "return isUtf8(bytes) ? bytes : Buffer.from(bytes.toString('utf8'));",
    instead: 'void isUtf8;\n  return bytes;',
  },
  {
    name: 'NaN reaches the client',
    code: 'if (end < 0 || starts.length === 0) return bytes;',
    instead: 'if (end < 0 || starts.length >= 0) return bytes;',
  },
  {
    name: 'escape sequences around a message make it text',
    code: 'if (!bytes.includes(escapeByte)) return bytes;',
    instead: 'if (escapeByte > 0) return bytes;',
  },
  {
    name: 'a byte order mark before the client’s first line stays',
    code: 'const bytes = hasBom(line) ? line.subarray(3) : line;',
    instead: 'const bytes = line;',
  },
  {
    name: 'garbage of the client is left in silence',
    code: '  toClient(errorAnswer({ id, code, failure }));\n  warn(',
    instead: '  warn(',
  },
  {
    name: 'garbage of the client reaches the server',
    code: "    case 'refused':\n      refuseGarbage(line, options);\n      return;",
    instead: "    case 'refused':\n      return;",
  },
  {
    name: 'a client’s message that is too long is left in silence',
    code: 'toClient(errorAnswer({ id: near.id, failure }));',
    instead: '',
  },
  {
    name: 'a sentence of an error is not redacted',
    code: 'message: redact(sentenceOf(end, withoutStop(cause))) + said,',
    instead: 'message: sentenceOf(end, withoutStop(cause)) + said,',
  },
  {
    name: 'the last lines in an error are not redacted',
    code: "stderr: lastLines(redact(stderr.trim() === '' ? stdout : stderr)),",
    instead: "stderr: lastLines(stderr.trim() === '' ? stdout : stderr),",
  },
  {
    name: 'the advice of an error is not redacted',
    code: 'advice: advice.map(redact),',
    instead: 'advice,',
  },
  {
    name: 'exact secrets are shown',
    code: 'if (pattern !== undefined) hidden = hidden.replace(pattern, mask);',
    instead: 'void pattern;',
  },
  {
    name: 'lines of a key are shown',
    code: 'let hidden = hideKeyBlocks(text, mask);',
    instead: 'let hidden = text;',
  },
  {
    name: 'half a secret at the cut is shown',
    code: 'hidden.slice(0, Math.max(0, hidden.length - givenUp))',
    instead: 'hidden.slice(0, Math.max(0, hidden.length - 0 * givenUp))',
  },
  {
    name: 'writes to one end in one step change places',
    code: '    this.#stopWriting();\n    this.#effects.push(effect);',
    instead: '    this.#effects.push(effect);',
  },
  {
    name: 'a defect in reading ends the session',
    code: '      this.endUnfit({ why: readingFailed, isPermanent: false });',
    instead: '      throw error;',
  },
];
