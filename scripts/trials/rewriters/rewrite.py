"""Writes configuration files anew as clients in Python do: each through the writers of its dialect.

Reads a JSON list of {client, name, dialect, text} and prints one with a writer for each. PyYAML
without sorted keys has the layout of serde_yaml, which Goose uses: dashes in the column of the name.
"""

import io
import json
import sys

import tomlkit
import yaml
from ruamel.yaml import YAML


def round_trip(text):
    keeper = YAML()
    data = keeper.load(text)
    data["added_by_another_program"] = True
    out = io.StringIO()
    keeper.dump(data, out)
    return out.getvalue()


def edited(text):
    document = tomlkit.parse(text)
    document["added_by_another_program"] = True
    return tomlkit.dumps(document)


WRITERS = {
    "json": {"json.dumps": lambda text: json.dumps(json.loads(text), indent=4)},
    "yaml": {
        "PyYAML": lambda text: yaml.safe_dump(yaml.safe_load(text)),
        "serde_yaml layout": lambda text: yaml.safe_dump(
            yaml.safe_load(text), sort_keys=False, allow_unicode=True
        ),
        "ruamel": round_trip,
    },
    "toml": {
        "tomlkit": edited,
        "tomlkit, from data": lambda text: tomlkit.dumps(tomlkit.parse(text).unwrap()),
    },
}

recordings = []
for file in json.load(sys.stdin):
    for writer, write in WRITERS[file["dialect"]].items():
        try:
            text = write(file["text"])
        except json.JSONDecodeError:
            continue  # Comments: that client does not use this writer.
        recordings.append({**file, "writer": writer, "text": text})
print(json.dumps(recordings))
