/** What ran out or is taken: which port, and which numbers beside the words are none. */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { evidence } from '../cases.ts';

describe('the port that is taken', () => {
  it.each<[string, string?]>([
    ['2026/01/02 10:00:00 listen tcp :8080: bind: address already in use', '8080'],
    ['Error: listen tcp 0.0.0.0:8080: bind: address already in use', '8080'],
    ['ERROR cannot listen on [::1]:8080: Address already in use', '8080'],
    ['ERROR cannot listen on localhost:8080 (Address already in use)', '8080'],
    ['Error: listen EADDRINUSE: address already in use :::8080', '8080'],
    ['2026-01-02 12:34:56 ERROR Address already in use'],
    ["/r/socket.rb:200:in `listen': Address already in use - bind(2) (Errno::EADDRINUSE)"],
    ['Error: src/main.rs:29: Address already in use'],
  ])('%s', (stderr, port) => {
    const { reason, cause } = diagnose(evidence({ stderr, exitCode: 1 }));
    expect(reason).toBe('port-in-use');
    expect(/^(?:Port (\d+)|The port) is taken/.exec(cause)?.[1]).toBe(port);
  });
});
