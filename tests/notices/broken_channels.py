"""Channels that fail in every way, written to disk as pip would leave them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent, indent

HEAD = """
import ctypes, os, signal, sys, time
from iok_core.api import *

class Broken(Channel[NoOptions]):
    name = "{name}"
    title = "Broken"
    options_type = NoOptions
    address_kind = AddressKind.EMAIL

    def check(self):
        pass

    def deliver(self, messages):
{body}

@hookimpl
def iok_channels():
    return [Broken]
"""

BODIES = {
    "raises": """
        for message in messages:
            raise RuntimeError("cannot send to " + message.address + ": " + message.text)
            yield
    """,
    "hangs": """
        for message in messages:
            time.sleep(60)
            yield
    """,
    "deaf": """
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for message in messages:
            time.sleep(60)
            yield
    """,
    "floods": """
        for message in messages:
            while True:
                print(message.address * 1000)
            yield
    """,
    "segfaults": """
        for message in messages:
            ctypes.string_at(0)
            yield
    """,
    "answers_for_another": """
        for message in messages:
            yield Delivered(id="another", result=DeliveryResult.SENT)
    """,
    "says_nothing": """
        for message in messages:
            pass
        yield from ()
    """,
    "ends_at_once": """
        yield from ()
    """,
    "answers_nonsense": """
        for message in messages:
            yield "sent"
    """,
    "exits": """
        for message in messages:
            os._exit(3)
            yield
    """,
}
TELLTALE = {
    "repeats": """
        for message in messages:
            said = f"{message.address} does not want: {message.subject}"
            yield Delivered(id=message.id, result=DeliveryResult.REFUSED, detail=said)
    """,
}
"""Works, but says of a message what nobody else may read."""


@contextmanager
def installed(folder: Path) -> Iterator[None]:
    """All of them, each a plugin of its own, in `folder`, which must be on the path."""
    channels = BODIES | TELLTALE
    for name, body in channels.items():
        inside = indent(dedent(body), " " * 8)
        (folder / f"{name}_channel.py").write_text(HEAD.format(name=name, body=inside))
        metadata = folder / f"iok_{name}-1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: iok-{name}\nVersion: 1.0\nRequires-Dist: iok>=0.1,<1\n"
        )
        (metadata / "entry_points.txt").write_text(f"[iok.plugins]\n{name} = {name}_channel\n")
    yield
    for name in channels:
        sys.modules.pop(f"{name}_channel", None)
