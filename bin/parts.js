/**
 * Loads the parts of the bundle that a session runs, together with what V8 made of them in an
 * earlier one: compiling them anew takes half of a start. The cache of Node.js does not help, it
 * keeps no function that is compiled at its first call, as most are, and Node.js 20 has none. Where
 * nothing can be kept everything is compiled, as ever.
 */
'use strict';

const fs = require('node:fs');
const { dirname, isAbsolute, join } = require('node:path');
const { Script } = require('node:vm');

/** What many sessions load. The rest comes the way of Node.js. */
const keptParts = new Set(['mcp-shield', 'shield', 'secrets', 'log', 'direct']);
/** By then a session has run what it runs; not much later V8 forgets what is not called again. */
const saveAfterMs = 30_000;
/** Files: each version of Node.js has its own, and so has each installation of mcp-shield. */
const filesMax = 40;

const head = '(function(exports,require,module,__filename,__dirname){';
const tail = '\n})';

const dist = join(__dirname, '..', 'dist');
const directory = process.env['NODE_DISABLE_COMPILE_CACHE'] ? undefined : codeDirectory();
/** @type {Map<string, { exports: any }>} */
const loaded = new Map();
/** @type {{ file: string, script: Script }[]} compiled by this process */
let unsaved = [];

/** False: it is not built. */
function loadBundle() {
  if (!fs.existsSync(join(dist, 'mcp-shield.cjs'))) return false;
  load('mcp-shield');
  return true;
}

/** @param {string} part */
function load(part) {
  const known = loaded.get(part);
  if (known !== undefined) return known.exports;
  const path = join(dist, `${part}.cjs`);
  const { text, status } = readText(path);
  const file = directory && join(directory, nameOf(part, status));
  const cachedData = file === undefined ? undefined : readCode(file);
  // The columns of a stack are those of the file.
  const script = new Script(text, { filename: path, columnOffset: -head.length, cachedData });
  if (file && (cachedData === undefined || script.cachedDataRejected)) {
    if (unsaved.length === 0) saveLater();
    unsaved.push({ file, script });
  }
  const module = { exports: {} };
  const run = script.runInThisContext();
  run.call(module.exports, module.exports, requireFromPart, module, path, dist);
  loaded.set(part, module);
  return module.exports;
}

/**
 * As the body of a function, and in one piece: copies of a large text bring V8 to collect garbage
 * before the first answer.
 *
 * @param {string} path
 */
function readText(path) {
  const descriptor = fs.openSync(path, 'r');
  try {
    const status = fs.fstatSync(descriptor);
    const bytes = Buffer.allocUnsafe(head.length + status.size + tail.length);
    let end = bytes.write(head, 'latin1');
    end += fs.readSync(descriptor, bytes, end, status.size, null);
    end += bytes.write(tail, end, 'latin1');
    // The build writes ASCII only.
    return { text: bytes.toString('latin1', 0, end), status };
  } finally {
    fs.closeSync(descriptor);
  }
}

/** @param {string} id */
function requireFromPart(id) {
  if (!id.startsWith('./')) return require(id);
  const part = id.slice('./'.length, -'.cjs'.length);
  if (keptParts.has(part)) return load(part);
  /** @type {any} since Node.js 22 */ (require('node:module')).enableCompileCache?.();
  return require(join(dist, id));
}

/**
 * V8 looks at its own version and flags, and at the length of the text; that it is the same text is
 * told by when its file was made.
 *
 * @param {string} part
 * @param {fs.Stats} status
 */
function nameOf(part, { size, mtimeMs, ctimeMs, ino }) {
  const installation = [size, mtimeMs, ctimeMs, ino].map((number) => number.toString(36)).join('-');
  return `${part}-${process.version}-${process.arch}-${installation}${flags()}.code`;
}

/** Clients that start Node.js in different ways must not replace each other's files. */
function flags() {
  const given = `${process.execArgv.join(' ')} ${process.env['NODE_OPTIONS'] ?? ''}`.trim();
  let sum = 0;
  for (let at = 0; at < given.length; at += 1) sum = (sum * 31 + given.charCodeAt(at)) % 0x1fffffff;
  return sum === 0 ? '' : `-${sum.toString(36)}`;
}

/** @param {string} file */
function readCode(file) {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  try {
    const descriptor = fs.openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      if (!isOnlyOurs(fs.fstatSync(descriptor))) return undefined;
      const bytes = fs.readFileSync(descriptor);
      const [code, again] = [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)];
      // V8 believes what it reads: a disk that lost a block must not end every session.
      return code.length > 0 && code.equals(again) ? code : undefined;
    } finally {
      fs.closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

/**
 * Code is loaded from it: whoever else may write there could do all that we can.
 *
 * @param {fs.Stats} status
 */
function isOnlyOurs({ uid, mode }) {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

function saveLater() {
  setTimeout(save, saveAfterMs).unref();
  process.once('exit', save);
}

/** Once a client has been told something: what that took is what the next start wants to have. */
function save() {
  if (directory === undefined || !loaded.has('shield')) return;
  if (!(/** @type {any} */ (process.stdout.bytesWritten > 0))) return;
  const fresh = unsaved;
  unsaved = [];
  try {
    if (fresh.length === 0) return;
    makeDirectory(directory);
    if (!isOnlyOurs(fs.statSync(directory))) return;
    for (const { file, script } of fresh) {
      const code = script.createCachedData();
      const next = `${file}.${process.pid}.new`;
      fs.writeFileSync(next, Buffer.concat([code, code]), { flag: 'wx', mode: 0o600 });
      fs.renameSync(next, file);
    }
    removeOldest(directory);
  } catch {
    // The next start takes as long as this one.
  }
}

/**
 * Not `recursive`: below /proc, where nothing can be made and nobody says why, that never ends.
 *
 * @param {string} path
 */
function makeDirectory(path) {
  if (fs.existsSync(path)) return;
  makeDirectory(dirname(path));
  fs.mkdirSync(path, { mode: 0o700 });
}

/** @param {string} from */
function removeOldest(from) {
  const files = fs.readdirSync(from).map((name) => join(from, name));
  if (files.length <= filesMax) return;
  const dated = files.map((file) => ({ file, at: fs.statSync(file).mtimeMs }));
  dated.sort((one, other) => other.at - one.at);
  for (const { file } of dated.slice(filesMax)) fs.rmSync(file, { force: true });
}

/** Beside what is remembered of servers: see `memoryDirectory`. Undefined: there is no home. */
function codeDirectory() {
  const { env, platform } = process;
  /** @param {string | undefined} path */
  const absolute = (path) => (path !== undefined && isAbsolute(path) ? path : undefined);
  try {
    const home = require('node:os').homedir();
    if (!isAbsolute(home) || !fs.existsSync(home)) return undefined;
    if (platform === 'darwin') return join(home, 'Library', 'Caches', 'mcp-shield', 'code');
    if (platform !== 'win32') {
      return join(absolute(env['XDG_CACHE_HOME']) ?? join(home, '.cache'), 'mcp-shield', 'code');
    }
    const local = absolute(env['LOCALAPPDATA']) ?? join(home, 'AppData', 'Local');
    return join(local, 'mcp-shield', 'Cache', 'code');
  } catch {
    return undefined;
  }
}

module.exports = loadBundle;
