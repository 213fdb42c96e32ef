/** Samples of Java. */
import { describe, expect, it } from 'vitest';
import { parseJvm } from '../../../src/diagnose/failures/parse-jvm.ts';
import { parsed } from './parsed.ts';

describe('Java', () => {
  it('the deepest cause', () => {
    const text = [
      'Exception in thread "main" java.lang.RuntimeException: boot',
      '\tat a.Main.main(Main.java:1)',
      'Caused by: java.net.BindException: Address already in use',
      '\tat b.C.d(C.java:2)',
      '\t... 3 more',
    ].join('\n');
    expect(parsed(parseJvm, text)).toMatchObject({
      kind: 'jvm',
      type: 'BindException',
      code: 'EADDRINUSE',
    });
  });

  it('the launcher', () => {
    const text = ['Error: Unable to access jarfile x.jar'].join('\n');
    expect(parsed(parseJvm, text)).toMatchObject({
      kind: 'jvm',
      message: 'Unable to access jarfile x.jar',
    });
  });

  it('a logger that is missing', () => {
    const text = ['SLF4J: Failed to load class "org.slf4j.impl.StaticLoggerBinder".'].join('\n');
    expect(parsed(parseJvm, text)).toBeUndefined();
  });
});
