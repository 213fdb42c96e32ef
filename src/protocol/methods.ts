/**
 * The methods of MCP, both eras, as one table: who may send each, and what a fall of the server
 * means for a request in flight. Source: the schemas of 2024-11-05 … 2025-11-25 and 2026-07-28.
 * Knows no session: whether a `call` may be sent again is decided there.
 */

/**
 * What a request means for a restart:
 * - `read`: changes nothing that the new server would not be told anyway; may be sent once more.
 * - `call`: may have run; not sent again unseen.
 * - `handshake`: replayed by the session itself.
 * - `probe`: asks which era the server speaks; answered, never sent again.
 * - `listen`: a long-lived stream, opened anew.
 * - `other`: nothing is known; fails.
 */
export type ResendClass = 'read' | 'call' | 'handshake' | 'probe' | 'listen' | 'other';

interface Method {
  readonly from: 'client' | 'server' | 'both';
  /** Undefined for a notification. */
  readonly resend?: ResendClass;
  /** The member that each of its results has; undefined: there may be a result without any. */
  readonly holds?: string;
}

const readRequest: Method = { from: 'client', resend: 'read' };
const readOf = (holds: string): Method => ({ ...readRequest, holds });
const serverRequest: Method = { from: 'server', resend: 'other' };
const serverNotification: Method = { from: 'server' };
const clientNotification: Method = { from: 'client' };

const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['initialize', { from: 'client', resend: 'handshake', holds: 'protocolVersion' }],
  ['server/discover', { from: 'client', resend: 'probe', holds: 'supportedVersions' }],
  ['subscriptions/listen', { from: 'client', resend: 'listen' }],
  ['tools/call', { from: 'client', resend: 'call' }],

  ['tools/list', readOf('tools')],
  ['prompts/list', readOf('prompts')],
  ['prompts/get', readOf('messages')],
  ['resources/list', readOf('resources')],
  ['resources/templates/list', readOf('resourceTemplates')],
  ['resources/read', readOf('contents')],
  ['resources/subscribe', readRequest],
  ['resources/unsubscribe', readRequest],
  ['completion/complete', readOf('completion')],
  ['logging/setLevel', readRequest],

  ['ping', { from: 'both', resend: 'read' }],
  ['tasks/get', { from: 'both', resend: 'read' }],
  ['tasks/result', { from: 'both', resend: 'read' }],
  ['tasks/list', { from: 'both', resend: 'read' }],
  ['tasks/cancel', { from: 'both', resend: 'other' }],
  ['tasks/update', { from: 'client', resend: 'other' }],

  ['sampling/createMessage', serverRequest],
  ['elicitation/create', serverRequest],
  ['roots/list', serverRequest],

  ['notifications/message', serverNotification],
  ['notifications/resources/updated', serverNotification],
  ['notifications/resources/list_changed', serverNotification],
  ['notifications/tools/list_changed', serverNotification],
  ['notifications/prompts/list_changed', serverNotification],
  ['notifications/elicitation/complete', serverNotification],
  ['notifications/subscriptions/acknowledged', serverNotification],

  ['notifications/cancelled', { from: 'both' }],
  ['notifications/progress', { from: 'both' }],
  ['notifications/tasks/status', { from: 'both' }],

  ['notifications/initialized', clientNotification],
  ['notifications/roots/list_changed', clientNotification],
]);

/** What a fall means for this request; `other` if the method is unknown. */
export function resendClassOf(method: string): ResendClass {
  return methods.get(method)?.resend ?? 'other';
}

/** The member that each result of this method has, by its schema; undefined: none is known. */
export function resultMemberOf(method: string): string | undefined {
  return methods.get(method)?.holds;
}

/** Whether `side` may send `method`, as a request or a notification; unknown methods: false. */
export function maySend(method: string, kind: 'request' | 'notification', side: Side): boolean {
  const known = methods.get(method);
  if (known === undefined || (known.resend === undefined) !== (kind === 'notification'))
    return false;
  return known.from === 'both' || known.from === side;
}

type Side = 'client' | 'server';
