/**
 * The tests of mcp-go and of the Go SDK that start a server. Their modules are copied, and the one
 * line that starts it is changed to put mcp-shield in front; the tests are as they are.
 */
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execa, execaSync } from 'execa';
import { cache } from './obtain.mjs';

/** Starts a command behind another, and notes the test that does so. */
const helper = (packageName) => `package ${packageName}

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"runtime"
)

var suitesTest = regexp.MustCompile(\`\\.(Test\\w+)\`)

func suitesCommand(ctx context.Context, command string, args ...string) *exec.Cmd {
	words := []string{}
	_ = json.Unmarshal([]byte(os.Getenv("SUITES_PREFIX")), &words)
	callers := make([]uintptr, 50)
	frames := runtime.CallersFrames(callers[:runtime.Callers(0, callers)])
	for frame, more := frames.Next(); more; frame, more = frames.Next() {
		if found := suitesTest.FindStringSubmatch(frame.Function); found != nil {
			file, err := os.OpenFile(os.Getenv("SUITES_STARTED"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
			if err == nil {
				_, _ = file.WriteString(found[1] + "\\n")
				_ = file.Close()
			}
			break
		}
	}
	words = append(append(words, command), args...)
	return exec.CommandContext(ctx, words[0], words[1:]...)
}
`;

/** @type {import('./suites.mjs').Suite} */
export const mcpGo = goSuite({
  name: 'mcp-go',
  module: 'github.com/mark3labs/mcp-go',
  version: '1.2.1',
  changes: [
    {
      file: 'client/transport/stdio.go',
      was: 'exec.CommandContext(ctx, c.command, c.args...)',
      is: 'suitesCommand(ctx, c.command, c.args...)',
    },
    // Each test would build all of Go anew.
    ...['client/transport/stdio_test.go', 'client/stdio_test.go'].map((file) => ({
      file,
      was: '"GOCACHE="+tmpCache',
      is: '"SUITES_UNUSED="+tmpCache',
    })),
  ],
  helperFile: 'client/transport/suites.go',
  helperPackage: 'transport',
  packages: ['./client', './client/transport'],
  pattern: 'Stdio|Command|Cancel|Issue583',
});

/** @type {import('./suites.mjs').Suite} */
export const goSdk = goSuite({
  name: 'go-sdk',
  module: 'github.com/modelcontextprotocol/go-sdk',
  version: '1.8.0',
  changes: [
    {
      file: 'mcp/cmd_test.go',
      was: 'exec.Command(exe)',
      is: 'suitesCommand(context.Background(), exe)',
    },
  ],
  helperFile: 'mcp/suites_test.go',
  helperPackage: 'mcp_test',
  packages: ['./mcp'],
  pattern: 'Cmd|Command|Server(Run|Interrupt)|Stdio',
});

/** @returns {import('./suites.mjs').Suite} */
function goSuite(suite) {
  const { name, module, version, changes, helperFile, helperPackage, packages } = suite;
  const copy = join(cache, `${name}-${version}`);
  const tests = new Set();
  return {
    name,
    version: () => version,
    obtain() {
      const { exitCode } = execaSync('go', ['version'], { reject: false });
      if (exitCode !== 0) throw new Error('Go is not installed');
      if (existsSync(join(copy, helperFile))) return;
      mkdirSync(cache, { recursive: true });
      const args = ['mod', 'download', '-json', `${module}@v${version}`];
      const { stdout } = execaSync('go', args, { cwd: cache, env: { GOFLAGS: '-mod=mod' } });
      rmSync(copy, { recursive: true, force: true });
      cpSync(JSON.parse(stdout).Dir, copy, { recursive: true });
      // What Go keeps may not be written to.
      for (const folder of ['', ...folders(copy)]) chmodSync(join(copy, folder), 0o755);
      for (const { file, was, is } of changes) {
        chmodSync(join(copy, file), 0o644);
        const text = readFileSync(join(copy, file), 'utf8');
        if (!text.includes(was)) throw new Error(`${file} of ${name} has no ${was}`);
        writeFileSync(join(copy, file), text.replaceAll(was, is));
      }
      writeFileSync(join(copy, helperFile), helper(helperPackage));
    },
    async run({ prefix, home, only }) {
      const started = join(home, 'started');
      appendFileSync(started, '');
      const pattern = only === undefined ? suite.pattern : `^(${[...tests].join('|')})$`;
      const { GOPATH, GOCACHE } = goPlaces();
      const { stdout } = await execa(
        'go',
        ['test', '-json', '-count=1', '-p', '1', '-timeout', '540s', '-run', pattern, ...packages],
        {
          cwd: copy,
          env: {
            HOME: home,
            GOPATH,
            GOCACHE,
            SUITES_STARTED: started,
            SUITES_PREFIX: JSON.stringify(prefix),
          },
          reject: false,
        },
      );
      for (const test of readFileSync(started, 'utf8').split('\n'))
        if (test !== '') tests.add(test);
      return outcomesOf(stdout, tests);
    },
  };
}

function goPlaces() {
  return JSON.parse(execaSync('go', ['env', '-json', 'GOPATH', 'GOCACHE']).stdout);
}

function folders(of) {
  const names = /** @type {string[]} */ (readdirSync(of, { recursive: true }));
  return names.filter((name) => statSync(join(of, name)).isDirectory());
}

function outcomesOf(text, tests) {
  const outcomes = new Map();
  const said = new Map();
  for (const line of text.split('\n').filter((line) => line.startsWith('{'))) {
    const { Action, Package, Test, Output } = JSON.parse(line);
    if (Test === undefined || !tests.has(Test.replace(/\/.*$/s, ''))) continue;
    const name = `${Package.replace(/^.*\//, '')} ${Test}`;
    if (Action === 'output') said.set(name, (said.get(name) ?? '') + Output);
    if (Action === 'pass' || Action === 'fail') {
      outcomes.set(name, { passed: Action === 'pass', said: (said.get(name) ?? '').slice(-2_000) });
    }
  }
  // A test with parts of its own fails by them.
  const names = [...outcomes.keys()];
  for (const name of names) {
    if (names.some((other) => other.startsWith(`${name}/`))) outcomes.delete(name);
  }
  return outcomes;
}
