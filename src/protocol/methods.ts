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
}

const read: Method = { from: 'client', resend: 'read' };
const ask: Method = { from: 'server', resend: 'other' };
const tell: Method = { from: 'server' };
const report: Method = { from: 'client' };

const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['initialize', { from: 'client', resend: 'handshake' }],
  ['server/discover', { from: 'client', resend: 'probe' }],
  ['subscriptions/listen', { from: 'client', resend: 'listen' }],
  ['tools/call', { from: 'client', resend: 'call' }],

  ['tools/list', read],
  ['prompts/list', read],
  ['prompts/get', read],
  ['resources/list', read],
  ['resources/templates/list', read],
  ['resources/read', read],
  ['resources/subscribe', read],
  ['resources/unsubscribe', read],
  ['completion/complete', read],
  ['logging/setLevel', read],

  ['ping', { from: 'both', resend: 'read' }],
  ['tasks/get', { from: 'both', resend: 'read' }],
  ['tasks/result', { from: 'both', resend: 'read' }],
  ['tasks/list', { from: 'both', resend: 'read' }],
  ['tasks/cancel', { from: 'both', resend: 'other' }],
  ['tasks/update', { from: 'client', resend: 'other' }],

  ['sampling/createMessage', ask],
  ['elicitation/create', ask],
  ['roots/list', ask],

  ['notifications/message', tell],
  ['notifications/resources/updated', tell],
  ['notifications/resources/list_changed', tell],
  ['notifications/tools/list_changed', tell],
  ['notifications/prompts/list_changed', tell],
  ['notifications/elicitation/complete', tell],
  ['notifications/subscriptions/acknowledged', tell],

  ['notifications/cancelled', { from: 'both' }],
  ['notifications/progress', { from: 'both' }],
  ['notifications/tasks/status', { from: 'both' }],

  ['notifications/initialized', report],
  ['notifications/roots/list_changed', report],
]);

/** What a fall means for this request; `other` if the method is unknown. */
export function resendClassOf(method: string): ResendClass {
  return methods.get(method)?.resend ?? 'other';
}

/** Whether `side` may send `method`, as a request or a notification; unknown methods: false. */
export function maySend(method: string, kind: 'request' | 'notification', side: Side): boolean {
  const known = methods.get(method);
  if (known === undefined || (known.resend === undefined) !== (kind === 'notification'))
    return false;
  return known.from === 'both' || known.from === side;
}

type Side = 'client' | 'server';
