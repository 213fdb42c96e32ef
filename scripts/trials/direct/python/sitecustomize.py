# Found by PYTHONPATH in every Python: one that runs a package's program writes down what it sees
# and ends, so that no package runs.
import json
import os

seen = os.environ.get("DIRECT_SEEN")
with open("/proc/self/cmdline") as file:
    words = file.read().split("\0")
if seen and any("/archive-v0/" in word for word in words[:2]):
    with open(seen, "w") as file:
        exe = os.readlink("/proc/self/exe")
        json.dump({"argv": words, "execPath": exe, "cwd": os.getcwd(), "env": dict(os.environ)}, file)
    os._exit(7)
