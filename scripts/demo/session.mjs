/**
 * One session of the real SDK client with the noisy server, whose process is killed in the middle.
 * The same steps with mcp-shield and without it; returns what the client was told.
 */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

/** A warm server adds two numbers in 5 ms; later, the answer was lost. A user waits a minute. */
const patienceMs = 5_000;

/** `tell(what, outcome)` is called as soon as a step has its outcome. */
export async function runSession(args, tell) {
  const transport = new StdioClientTransport({ command: process.execPath, args, stderr: 'pipe' });
  const client = new Client({ name: 'demo-client', version: '1.0.0' });
  const seen = {
    complaints: /** @type {string[]} */ ([]),
    closed: false,
    stderr: '',
    outcomes: {},
  };
  const serverPid = new Promise((resolve) => {
    transport.stderr?.on('data', (chunk) => {
      seen.stderr += chunk;
      const pid = /\[server\] pid (\d+)\n/.exec(seen.stderr)?.[1];
      if (pid !== undefined) resolve(Number(pid));
    });
  });
  client.onerror = (error) => seen.complaints.push(error.message);
  client.onclose = () => {
    seen.closed = true;
  };

  const step = async (what, promise, show) => {
    const outcome = await promise.then(
      (answer) => ({ ok: true, text: show(answer) }),
      (error) => ({ ok: false, text: error.message, data: error.data }),
    );
    seen.outcomes[what] = outcome;
    tell(what, outcome);
  };
  const call = (name, given, options) =>
    client.callTool({ name, arguments: given }, undefined, options);
  const text = ({ content }) => content[0].text;
  const count = ({ tools }) => `${tools.length} tools`;

  try {
    const opened = client.connect(transport).then(() => client.getServerVersion());
    await step('initialize', opened, ({ name, version }) => `${name} ${version}`);
    await step('list', client.listTools(), count);
    await step('sum', call('get-sum', { a: 2, b: 40 }, { timeout: patienceMs }), text);

    const running = withProgress(call, 'trigger-long-running-operation', {
      duration: 600,
      steps: 6_000,
    });
    const long = step('call in flight', running.answer, text);
    await running.begun;
    const pid = await serverPid;
    // Stopped first, so that it cannot answer by chance before it dies.
    if (process.platform !== 'win32') process.kill(pid, 'SIGSTOP');
    const list = step('list in flight', client.listTools(), count);
    process.kill(pid, 'SIGKILL');
    tell('SIGKILL', { pid });
    await Promise.all([long, list]);

    await step('echo', call('echo', { message: 'still there?' }), text);
    await step('sum again', call('get-sum', { a: 40, b: 2 }), text);
    seen.closedByItself = seen.closed;
    return seen;
  } finally {
    await client.close();
  }
}

/** A call, and the moment when the server has begun with it. */
function withProgress(call, name, given) {
  let onprogress;
  const begun = new Promise((resolve) => {
    onprogress = resolve;
  });
  const answer = call(name, given, { onprogress });
  return { answer, begun: Promise.race([begun, answer.catch(() => {})]) };
}
