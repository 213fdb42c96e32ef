import {
  ClientNotificationSchema,
  ClientRequestSchema,
  CompleteResultSchema,
  GetPromptResultSchema,
  InitializeResultSchema,
  ListPromptsResultSchema,
  ListResourcesResultSchema,
  ListResourceTemplatesResultSchema,
  ListToolsResultSchema,
  ReadResourceResultSchema,
  ServerNotificationSchema,
  ServerRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import { maySend, resendClassOf, resultMemberOf } from '../../src/protocol/methods.ts';

describe('the table of methods', () => {
  it.each([
    ['tools/list', 'read'],
    ['resources/read', 'read'],
    ['tasks/result', 'read'],
    ['ping', 'read'],
    ['tools/call', 'call'],
    ['initialize', 'handshake'],
    ['server/discover', 'probe'],
    ['subscriptions/listen', 'listen'],
    ['tasks/cancel', 'other'],
    ['tasks/update', 'other'],
    ['sampling/createMessage', 'other'],
    ['notifications/progress', 'other'],
    ['constructor', 'other'],
    ['made/up', 'other'],
  ])('%s is of class %s', (method, resend) => {
    expect(resendClassOf(method)).toBe(resend);
  });

  it.each([
    ['roots/list', 'request', 'server', true],
    ['roots/list', 'request', 'client', false],
    ['roots/list', 'notification', 'server', false],
    ['ping', 'request', 'client', true],
    ['ping', 'request', 'server', true],
    ['notifications/initialized', 'notification', 'client', true],
    ['notifications/initialized', 'notification', 'server', false],
    ['notifications/tools/list_changed', 'notification', 'server', true],
    ['notifications/cancelled', 'notification', 'server', true],
    ['made/up', 'request', 'server', false],
  ] as const)('%s as a %s of the %s: %s', (method, kind, side, expected) => {
    expect(maySend(method, kind, side)).toBe(expected);
  });
});

describe('what the SDK lets each side send', () => {
  const methodsOf = ({ options }: { options: readonly { shape: { method: unknown } }[] }) =>
    options.map(({ shape }) => (shape.method as { value: string }).value);
  const requests = { client: ClientRequestSchema, server: ServerRequestSchema };
  const notifications = { client: ClientNotificationSchema, server: ServerNotificationSchema };

  it.each([
    ['request', 'client', 'server', requests],
    ['request', 'server', 'client', requests],
    ['notification', 'client', 'server', notifications],
    ['notification', 'server', 'client', notifications],
  ] as const)('as a %s of the %s is known, and what only it may send', (kind, side, other, all) => {
    const own = methodsOf(all[side]);
    expect(own.length).toBeGreaterThan(4);
    expect(own.filter((method) => !maySend(method, kind, side))).toEqual([]);
    const theirs = new Set(methodsOf(all[other]));
    const foreign = own.filter((method) => maySend(method, kind, other) !== theirs.has(method));
    expect(foreign).toEqual([]);
  });

  it('changes nothing when it asks, except what runs or sets something going', () => {
    const asked = methodsOf(ClientRequestSchema).filter(
      (method) => resendClassOf(method) !== 'read',
    );
    expect(asked.sort()).toEqual(['initialize', 'tasks/cancel', 'tools/call']);
  });
});

describe('the member by which a result is known', () => {
  it.each([
    ['initialize', InitializeResultSchema],
    ['tools/list', ListToolsResultSchema],
    ['prompts/list', ListPromptsResultSchema],
    ['prompts/get', GetPromptResultSchema],
    ['resources/list', ListResourcesResultSchema],
    ['resources/templates/list', ListResourceTemplatesResultSchema],
    ['resources/read', ReadResourceResultSchema],
    ['completion/complete', CompleteResultSchema],
  ])('of %s is one that the SDK asks of it', (method, schema) => {
    const asked = schema.safeParse({}).error?.issues.map(({ path }) => path[0]);
    expect(asked).toContain(resultMemberOf(method));
  });

  it.each([
    ['server/discover', 'supportedVersions'],
    ['tools/call', undefined],
    ['ping', undefined],
    ['made/up', undefined],
  ])('of %s is %s', (method, member) => {
    expect(resultMemberOf(method)).toBe(member);
  });
});

describe('what came with 2026-07-28', () => {
  it.each([
    ['server/discover', 'request', 'client'],
    ['subscriptions/listen', 'request', 'client'],
    ['tasks/update', 'request', 'client'],
    ['notifications/subscriptions/acknowledged', 'notification', 'server'],
  ] as const)('%s is a %s of the %s alone', (method, kind, side) => {
    expect(maySend(method, kind, side)).toBe(true);
    expect(maySend(method, kind, side === 'client' ? 'server' : 'client')).toBe(false);
    expect(maySend(method, kind === 'request' ? 'notification' : 'request', side)).toBe(false);
  });
});
