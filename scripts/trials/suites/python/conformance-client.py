"""The Python SDK's client for the conformance tests, with a server over stdio where it would have
one over HTTP: SUITES_BRIDGE, a JSON list, is the command that makes one of the other, given the
address; SUITES_PREFIX is what stands before it.
"""

import json
import os

import mcp.client.client as client_module
from mcp.client.stdio import StdioServerParameters, stdio_client


def over_stdio(url):
    words = [*json.loads(os.environ["SUITES_PREFIX"]), *json.loads(os.environ["SUITES_BRIDGE"]), url]
    return stdio_client(StdioServerParameters(command=words[0], args=words[1:]))


client_module.streamable_http_client = over_stdio

if __name__ == "__main__":
    import client

    client.main()
