import { describe, expect, it } from 'vitest';
import { maySend, resendClassOf } from '../../src/protocol/methods.ts';

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
