/**
 * What a client does in a session with each real server, step by step, and what came of each step.
 * A script knows nothing of mcp-shield: it must end the same with it and without it.
 */
import { ResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { notified, type Session } from './session.ts';

/** One entry for each step: what the client was given for it. */
export type Transcript = Record<string, unknown>;

export type Steps = Readonly<Record<string, (session: Session) => Promise<unknown>>>;

const call =
  (name: string, given: Record<string, unknown> = {}) =>
  ({ client }: Session): Promise<unknown> =>
    client.callTool({ name, arguments: given });

/** What any server can be asked, whether it can answer it or not. */
const common: Steps = {
  serverInfo: async ({ client }) => client.getServerVersion(),
  capabilities: async ({ client }) => client.getServerCapabilities(),
  instructions: async ({ client }) => client.getInstructions(),
  ping: ({ client }) => client.ping(),
  tools: ({ client }) => client.listTools(),
  'an unknown tool': call('no-such-tool'),
  'an unknown method': ({ client }) => client.request({ method: 'no/such/method' }, ResultSchema),
};

const uri = 'demo://resource/static/document/features.md';
const template = 'demo://resource/dynamic/text/{resourceId}';

export const everythingScript: Steps = {
  ...common,
  level: ({ client }) => client.setLoggingLevel('debug'),
  resources: ({ client }) => client.listResources(),
  templates: ({ client }) => client.listResourceTemplates(),
  read: ({ client }) => client.readResource({ uri }),
  'read a blob': ({ client }) =>
    client.readResource({ uri: template.replace('text', 'blob').replace('{resourceId}', '1') }),
  'read nothing': ({ client }) => client.readResource({ uri: 'demo://nothing' }),
  subscribe: ({ client }) => client.subscribeResource({ uri }),
  updates: async (session) => {
    const started = await call('toggle-subscriber-updates')(session);
    const updated = () => notified(session, 'notifications/resources/updated').length > 0;
    await session.waitUntil(updated, 'an update of a resource');
    return [started, await call('toggle-subscriber-updates')(session)];
  },
  unsubscribe: ({ client }) => client.unsubscribeResource({ uri }),
  prompts: ({ client }) => client.listPrompts(),
  prompt: ({ client }) =>
    client.getPrompt({ name: 'args-prompt', arguments: { city: 'Zürich', state: 'ZH 🏔' } }),
  'a prompt without its argument': ({ client }) => client.getPrompt({ name: 'args-prompt' }),
  completion: ({ client }) =>
    client.complete({
      ref: { type: 'ref/prompt', name: 'completable-prompt' },
      argument: { name: 'name', value: 'A' },
      context: { arguments: { department: 'Engineering' } },
    }),
  'completion of a template': ({ client }) =>
    client.complete({
      ref: { type: 'ref/resource', uri: template },
      argument: { name: 'resourceId', value: '7' },
    }),
  echo: call('echo', { message: 'line\nbreak \u2028 "quoted" 😀' }),
  'echo 1 MB': call('echo', { message: 'é'.repeat(500_000) }),
  'wrong arguments': call('echo', { message: 1 }),
  sum: call('get-sum', { a: 1.5, b: 2 }),
  image: call('get-tiny-image'),
  structured: call('get-structured-content', { location: 'Chicago' }),
  annotated: call('get-annotated-message', { messageType: 'error', includeImage: true }),
  links: call('get-resource-links', { count: 3 }),
  environment: call('get-env'),
  'with progress': ({ client }) =>
    client.callTool(
      { name: 'trigger-long-running-operation', arguments: { duration: 0.2, steps: 4 } },
      undefined,
      // Being asked for it makes the SDK send a token; what comes is among the notifications.
      { onprogress: () => {} },
    ),
  cancelled: async ({ client }) => {
    const abort = new AbortController();
    const params = { name: 'trigger-long-running-operation', arguments: { duration: 60 } };
    const answer = client.callTool(params, undefined, { signal: abort.signal });
    abort.abort('the user changed their mind');
    return answer;
  },
  '20 at once': ({ client }) =>
    Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        client.callTool({ name: 'echo', arguments: { message: `number ${index}` } }),
      ),
    ),
  roots: call('get-roots-list'),
  sampling: call('trigger-sampling-request', { prompt: 'hello', maxTokens: 10 }),
  elicitation: call('trigger-elicitation-request'),
};

export const memoryScript: Steps = {
  ...common,
  create: call('create_entities', {
    entities: [{ name: 'Ada', entityType: 'person', observations: ['writes programs'] }],
  }),
  relate: call('create_relations', {
    relations: [{ from: 'Ada', to: 'Ada', relationType: 'knows' }],
  }),
  search: call('search_nodes', { query: 'ada' }),
  delete: call('delete_entities', { entityNames: ['Ada'] }),
  'what is left': call('read_graph'),
};

export function filesystemScript(directory: string): Steps {
  return {
    ...common,
    allowed: call('list_allowed_directories'),
    write: call('write_file', { path: `${directory}/note.txt`, content: 'one\r\ntwo\n' }),
    read: call('read_text_file', { path: `${directory}/note.txt` }),
    edit: call('edit_file', {
      path: `${directory}/note.txt`,
      edits: [{ oldText: 'two', newText: 'three' }],
    }),
    list: call('list_directory', { path: directory }),
    move: call('move_file', {
      source: `${directory}/note.txt`,
      destination: `${directory}/moved.txt`,
    }),
    'a forbidden path': call('read_text_file', { path: '/etc/hostname' }),
  };
}

/** Does all steps in their order; a step that fails has its error as its result. */
export async function perform(steps: Steps, session: Session): Promise<Transcript> {
  const transcript: Transcript = {};
  for (const [name, step] of Object.entries(steps)) {
    transcript[name] = await step(session).catch((error: Error & { code?: number }) => ({
      error: { code: error.code, message: error.message },
    }));
  }
  // Once each: server-everything repeats some of them when it is slow.
  const notifications = session.received
    .filter((message) => 'method' in message && !('id' in message))
    .map((message) => JSON.stringify(message));
  transcript['notifications'] = [...new Set(notifications)].sort();
  // An answer that arrives together with the last progress makes the SDK complain of the latter.
  transcript['errors of the client'] = session.errors
    .map(String)
    .filter((error) => !error.includes('progress notification for an unknown token'));
  return transcript;
}
