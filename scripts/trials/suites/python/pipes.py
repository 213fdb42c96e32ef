"""A plugin of pytest for the Python SDK's own tests: servers that a test would reach in memory are
reached over real pipes, with a program in front of the server if there is one, and servers that a
test starts itself get that program too. Environment: SUITES_PREFIX, a JSON list, is the program
with its arguments; SUITES_RESULTS is the file that gets a line of JSON for each test, with how
many servers it started; SUITES_ONLY, if set, is a file with the only tests to be run.
"""

import json
import os
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import anyio.abc
import mcp.client.client as client_module
import mcp.client.stdio as stdio_module
import pytest
from mcp.client._memory import InMemoryTransport
from mcp.server.mcpserver import MCPServer
from mcp.server.stdio import stdio_server
from mcp.shared.jsonrpc_dispatcher import JSONRPCDispatcher

PREFIX = json.loads(os.environ["SUITES_PREFIX"])
RELAY = str(Path(__file__).with_name("relay.py"))
GRACE_S = 5

started = 0
count = pytest.StashKey()
start_process = stdio_module._create_platform_compatible_process


def is_server():
    """Some tests start what is no server, to end it."""
    frame = sys._getframe()
    while frame is not None and frame.f_code.co_name != "stdio_client":
        frame = frame.f_back
    return frame is not None


async def start_behind(command, args, *rest, **named):
    global started
    if not is_server():
        return await start_process(command, args, *rest, **named)
    started += 1
    words = [*PREFIX, command, *args]
    return await start_process(words[0], words[1:], *rest, **named)


class Lines:
    """What stdio_server wants of a file, of a socket: a thread that reads a file cannot be ended."""

    def __init__(self, socket):
        self.socket = socket

    async def __aiter__(self):
        rest = b""
        try:
            async for data in self.socket:
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    yield line.decode(errors="replace") + "\n"
        except (anyio.BrokenResourceError, anyio.ClosedResourceError):
            return

    async def write(self, text):
        await self.socket.send(text.encode())

    async def flush(self):
        pass


@asynccontextmanager
async def over_pipes(transport):
    server = transport._server
    server = server._lowlevel_server if isinstance(server, MCPServer) else server
    (listener,) = (await anyio.create_tcp_listener(local_host="127.0.0.1")).listeners
    port = listener.extra(anyio.abc.SocketAttribute.local_port)
    done = anyio.Event()

    async def serve():
        try:
            socket = await listener.accept()
            await listener.aclose()
            async with socket, stdio_server(Lines(socket), Lines(socket)) as streams:
                await server.run(
                    *streams,
                    server.create_initialization_options(),
                    raise_exceptions=transport._raise_exceptions,
                )
        finally:
            done.set()

    parameters = stdio_module.StdioServerParameters(
        command=sys.executable, args=["-I", "-S", RELAY, str(port)]
    )
    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(serve)
            async with stdio_module.stdio_client(parameters) as streams:
                yield streams
            with anyio.move_on_after(GRACE_S):
                await done.wait()
            tasks.cancel_scope.cancel()
    finally:
        await listener.aclose()


def connect_over_pipes(server):
    async def connect(exit_stack, _mode, raise_exceptions):
        transport = InMemoryTransport(server, raise_exceptions=raise_exceptions)
        return JSONRPCDispatcher(*await exit_stack.enter_async_context(transport))

    return connect


stdio_module._create_platform_compatible_process = start_behind
client_module._connect_inproc = connect_over_pipes
InMemoryTransport._connect = over_pipes


def pytest_collection_modifyitems(config, items):
    file = os.environ.get("SUITES_ONLY")
    if file is None:
        return
    only = set(json.loads(Path(file).read_text("utf8")))
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in only])
    items[:] = [item for item in items if item.nodeid in only]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    item.config.stash[count] = started
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    report.user_properties = [("servers", started - item.config.stash[count])]
    return report


def pytest_runtest_logreport(report):
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    row = {
        "test": report.nodeid,
        "when": report.when,
        "outcome": report.outcome,
        "servers": dict(report.user_properties).get("servers", 0),
        "why": report.longreprtext[-2000:] if report.failed else "",
    }
    with open(os.environ["SUITES_RESULTS"], "a", encoding="utf8") as file:
        file.write(json.dumps(row) + "\n")
