/**
 * What a single line of output is good for: what decorates a failure, what follows it without
 * meaning anything of its own, and what proves that life went on. Knows no parser and no cause.
 */

const decoration: readonly RegExp[] = [
  /^\s*$/,
  // Frames: JavaScript, Java, .NET; Python; Go; Rust; Ruby.
  /^\s*at .{0,300}(?:[:(]|\bin )/,
  /^\s*at \S{1,200}$/,
  /^\s*(?:\| )?File "[^"\n]{0,300}", line \d/,
  /^\s*(?:goroutine \d+ \[|created by |\S{1,200}\.go:\d)/,
  /^\s*\d{1,4}: [\w<:]{3}/,
  /^\s*from \S{1,200}:\d+:in /,
  // Carets, rulers, boxes.
  /^[\s^~|│┃❱>·.\-–—=_*#]*$/,
  /^[\s─-╿▀-▟]*$/,
  /^[\s\d]*[│┃|][\s~^╵]*$/,
  // Brackets and the properties that Node.js prints of an error.
  /^\s*[{}[\](),;]+\s*$/,
  /^\s*(?:errno|code|syscall|path|dest|spawnargs|requireStack|stack|url|port|address|cmd|stdio|stdout|stderr|status|signal|pid|output|killed): /,
  /^- \/\S+$/,
  /^Require stack:$/,
];

/** Said of an end in general, by whatever stood around the server. */
const trailer: readonly RegExp[] = [
  /^(?:Node\.js|Bun|Deno) v?\d[\w.+-]*(?: \(|$)/,
  /^npm (?:notice|warn|info|verb|timing|http)\b/i,
  /^npm (?:ERR!|error)\s*(?:$|A complete log|\S*_logs)/,
  /^\s*(?:A complete log of this run|See '?docker run|Run 'docker run|For more info|note: run with|stack backtrace:|help: |hint: |Usage: |Try '?[\w-])/i,
  /^\s*(?:\S+ )?(?:exit(?:ed|ing)?|clos(?:ed?|ing)|terminat(?:ed?|ing)|stopp?(?:ed|ing)|shut(?:ting)? ?down|disconnected|aborted|abort(?:ing)?|goodbye|bye|killed)\b[^\n]{0,60}$/i,
  /\b(?:exited|exit|closed|failed|terminated|finished) with (?:exit )?(?:code|status|error)\b/i,
  /\b(?:process|server|subprocess|child|container|application|app|service)\b[^\n]{0,40}\b(?:exited|ended|stopped|terminated|crashed|died|shut(?:ting)? down|exiting|stopping|closing|disconnected|startup failed)\b/i,
  /^\s*(?:cleaning|clean(?:ing)? ?up|waiting for)\b/i,
  /^\(?(?:Use|Run|Set|See|Try) [`'"]/,
  /^MCP error -320|^Connection closed|^Server disconnected|^CONNECTION_CLOSED|^Transport closed/,
  /^\s*Press any key|^Ctrl\+C|^\^C/i,
  /^\s*(?:elided|\.\.\.)/,
  /^\[nodemon\]|^\[tsx\]|^Waiting for file changes|^Watching for/i,
];

/** A person is told what to do: that belongs to the failure before it. */
const instruction =
  /\b(?:please|you (?:need|must|can|should|may)|make sure|ensure|try |run |install|set |see |check |did you|to fix|must|need(?:s|ed)?|required|for (?:more|help|details)|https?:\/\/|documentation|readme|example|export )\b/i;

const bad =
  /\b(?:fail\w*|error\w*|fatal|cannot|can't|could not|couldn't|unable|not (?!found a|yet)|no |invalid|missing|denied|refused|exception|abort\w*|unhandled|uncaught|panic\w*|crash\w*|in use|only one usage|already (?:running|initiali[sz]ed|exists|bound|taken|responded)|too many|exhausted|timed? ?out|unauthori[sz]ed|forbidden|corrupt\w*|unreachable|expired|unsupported|unknown|unrecogni[sz]ed|unexpected|required|must|wrong|illegal|mismatch|too old|blocked|conflict\w*|locked|different|disabled on)\b|[❌✗✖×]/i;

const progress =
  /\b(?:listening|started|starting|ready|running|connected|connecting|initiali[sz](?:ed|ing)|loaded|loading|watching|serving|served|fall(?:ing|s)? ?back|fallback|using|continu(?:e|es|ing)|retry(?:ing)?|skipp(?:ed|ing)|disabled|success(?:ful|fully)?|succeeded|completed?|recovered|restored|resum(?:ed|ing)|finished|done|created|installed|registered|processing|received|request|session|available|enabled|cached|switch(?:ed|ing)|ignor(?:ed|ing)|proceed(?:ing)?|degraded|anonymous|works?|ok|healthy|online|accepted|handled|listen|returned|reconnect(?:ed|ing))\b|[✓✔✅]/i;

/** Time and logger may stand before the level; the class of an exception is no logger. */
const mildLevel =
  /^\W{0,4}(?:\[?[\d:.,TZ\s/-]{0,32}\]?\s*[-|]?\s*)?(?:(?!\w*(?:Error|Exception)\b)\S{1,40}\s*[-:|]\s*)?[[(<]?(?:warn(?:ing)?|info|debug|trace|notice|verbose|verb)\b(?!\.)/i;

const mild =
  /\bwarning:|\b(?:Deprecat\w*|Experimental|User|Runtime|Future|Resource|Syntax)Warning\b|\blevel["']?[=:] ?["']?(?:warn|info|debug)/i;

const handled =
  /\boptional\b|\bwarning:|skipp|ignor|fall(?:ing)? ?back|disabled|rate.limit|anonymous|degraded|\blimits? (?:apply|may|will|are)\b|\bmay be (?:limited|slower|encountered)|unauthenticated (?:access|requests)|public (?:only|data|access)|will be (?:limited|unavailable|slower|restricted)|limited (?:mode|functionality|to)|without it|read.?only mode|default(?:s|ing)?\b|not needed|trying (?:another|next)|retrying|instead\b|\bno longer supported/i;

/** Frames, carets, boxes, brackets, blank lines. */
export function isDecoration(line: string): boolean {
  return decoration.some((pattern) => pattern.test(line));
}

/** May stand behind the failure that ended the server, and says nothing new. */
export function isTrailer(line: string): boolean {
  return trailer.some((pattern) => pattern.test(line));
}

/** Tells a person what to do; belongs to the failure before it. */
export function isInstruction(line: string): boolean {
  return instruction.test(line);
}

/** Tells of something that went wrong. */
export function isBad(line: string): boolean {
  return bad.test(line);
}

/** Proves that whatever was reported before it was not the end. */
export function isProgress(line: string): boolean {
  if (isMild(line)) return true;
  return progress.test(line) && !bad.test(line) && !isTrailer(line) && !asks(line);
}

/** Of the signs of progress those that no message of an error goes on with. */
export function livesOn(line: string): boolean {
  return /\b(?:listening|ready|started|connected|running)\b/i.test(line) && isProgress(line);
}

function asks(line: string): boolean {
  return /\?\s*(?:[([][\w/ ]{1,8}[)\]])?\s*$|\b(?:please|you (?:need|must|can|should)|make sure|ensure|try |did you|re-?run|run |to fix)\b/i.test(
    line,
  );
}

/** A log line below the level of an error. */
export function isMild(line: string): boolean {
  return isMildLevel(line) || mild.test(line);
}

/** The same, and it begins with its level. */
export function isMildLevel(line: string): boolean {
  return mildLevel.test(line);
}

/** Says itself that the server goes on without what is missing. */
export function isHandled(line: string): boolean {
  return handled.test(line);
}

/** Neither decoration nor trailer nor chatter: a person would read it. */
export function isMeaningful(line: string): boolean {
  return !isDecoration(line) && !isTrailer(line);
}
