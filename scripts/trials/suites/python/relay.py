"""The process of a server that lives in the process of a test: what comes in on stdin goes to a
socket, what the socket says goes to stdout. Ends when the server ends.
"""

import os
import socket
import sys
import threading

server = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def hand_in():
    while data := os.read(0, 65536):
        server.sendall(data)
    server.shutdown(socket.SHUT_WR)


threading.Thread(target=hand_in, daemon=True).start()
try:
    while data := server.recv(65536):
        while data:
            data = data[os.write(1, data) :]
except OSError:
    pass
os._exit(0)
