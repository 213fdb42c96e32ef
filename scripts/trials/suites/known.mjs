/**
 * Tests that pass bare and do not pass behind mcp-shield because it is meant to do otherwise. A
 * row holds the name of the test and the sentence that is printed with it.
 */
const rests =
  'a server that ends with nothing owed rests: mcp-shield goes on until the client ends';
const leavesNothing = 'mcp-shield leaves none of what the server started';

const saysWhy = 'a command that cannot be started is told with the reason in answers';
const asksForName = 'asks for the name of the program that it started, which is that of mcp-shield';

/** @type {{ test: string, reason: string }[]} */
export const known = [
  {
    test: 'tests/client/test_stdio.py::test_a_command_that_cannot_be_execed_raises_enoent',
    reason: saysWhy,
  },
  {
    test: 'tests/transports/stdio/test_lifecycle.py::test_a_server_that_exits_mid_session_keeps_its_own_exit_code',
    reason: rests,
  },
  {
    test: 'tests/transports/stdio/test_posix.py::test_a_gracefully_exiting_servers_child_survives_the_client_shutdown',
    reason: leavesNothing,
  },
  {
    test: 'tests/transports/stdio/test_posix.py::test_a_surviving_childs_write_to_the_inherited_stdout_fails_with_epipe',
    reason: leavesNothing,
  },
  { test: 'transport TestStdio_StartFailureReset', reason: saysWhy },
  { test: 'transport TestStdioErrors/InvalidCommand', reason: saysWhy },
  { test: 'transport TestCommandTransport_StderrAccessor', reason: asksForName },
  { test: 'transport TestStdio_SpawnCommand', reason: asksForName },
  {
    test: 'transport TestStdio_Close_ShutsDownHungChild/requires_sigkill',
    reason: 'mcp-shield ends a server that ignores signals, and ends with 0 itself',
  },
];
