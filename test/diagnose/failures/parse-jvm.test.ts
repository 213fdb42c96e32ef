/** Samples of Java. */
import { describe, expect, it } from 'vitest';
import { parseJvm } from '../../../src/diagnose/failures/parse-jvm.ts';
import { finds, goesOnWith, parsed } from './parsed.ts';

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

describe('what Java and its launcher say', () => {
  const main = 'Error: Could not find or load main class a.Main';
  const vm = 'Error occurred during initialization of VM';
  finds(parseJvm, 'jvm', [
    [
      'Exception in thread "main" java.lang.IllegalStateException: boot',
      { type: 'IllegalStateException', message: 'boot' },
    ],
    ['in Exception in thread "main" java.lang.IllegalStateException: boot'],
    [
      [
        'Caused by: a.BException: before',
        'java.lang.IllegalStateException: boot',
        '   Caused by: c.DException: deep',
        '  at a.B(C.java:1)',
        'Caused by: e.FException: deepest',
        'on',
        'Caused by: g.HException: after',
      ],
      { type: 'FException', message: 'deepest', first: 1, last: 4 },
    ],
    ['  io.grpc.StatusRuntimeException: boot', { type: 'StatusRuntimeException', message: 'boot' }],
    ['log java.lang.IllegalStateException: boot'],
    ['xjava.lang.IllegalStateException: boot'],
    ['org.a.Main is here'],
    ['java.lang.boot: Exception'],
    [
      [main, 'Caused by: java.lang.ClassNotFoundException: a.Main'],
      { type: 'ClassNotFoundException', message: 'a.Main' },
    ],
    [
      [vm, 'java.lang.NoClassDefFoundError: Error: b'],
      { type: 'NoClassDefFoundError', message: 'Error: b' },
    ],
    [[vm, '  and', '  a.BError: b', 'c.DError: d'], { type: 'BError', message: 'b', last: 2 }],
    [['a.BError: b', vm, 'on', 'c.DError: d'], { message: vm, first: 1, last: 1 }],
    [
      'Error: Invalid or corrupt jarfile a Error: b.jar',
      { type: 'Error', message: 'Invalid or corrupt jarfile a Error: b.jar' },
    ],
    ['The Error: Unable to access jarfile a.jar'],
    [
      "no main manifest attribute, in 'a.jar'",
      { message: "no main manifest attribute, in 'a.jar'" },
    ],
    ['Unrecognized VM option x', { message: 'Unrecognized VM option x' }],
    ['has no main manifest attribute, in a.jar'],
    [
      'Error: Unable to access jarfile a.jar: Too many open files',
      {
        type: 'Error',
        message: 'Unable to access jarfile a.jar: Too many open files',
        code: 'EMFILE',
      },
    ],
  ]);

  goesOnWith(parseJvm, 'java.lang.IllegalStateException: boot', {
    with: [
      '\tat a.B.c(D.java:1)',
      '... 12 more',
      '  ... 12 more',
      'Caused by: e.FException: deep',
      '  Caused by: e.FException: deep',
      ': b',
      ' : b',
      '   indented',
      'java.lang.x',
      'Could not find the main class: x.',
    ],
    without: [
      'at a.B.c(D.java:1)',
      'x... 12 more',
      'it was Caused by: x',
      'x: b',
      'in java.x',
      'it Could not find the main class',
      '',
      'a  b',
    ],
  });
});
