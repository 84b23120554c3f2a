"""Connectors that take things over, written to disk as pip would leave them."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent, indent

HEAD = """
import http.client, os, time
from typing import Annotated
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen
import msgspec
from iok_core.api import *

class TakerOptions(msgspec.Struct, frozen=True):
    url: Annotated[str, msgspec.Meta(title="Address", extra={{"take_over": True}})] = ""
    seconds: Annotated[float, msgspec.Meta(title="Seconds")] = 1.0

class Taker(Connector[TakerOptions]):
    name = "{name}"
    title = "Taker"
    options_type = TakerOptions
    capabilities = frozenset({{Capability.TAKES_OCCUPANTS, Capability.TAKES_READINGS}})

    def check(self):
        pass

    def pull(self):
        yield from ()

    def take_over(self, accepted):
{body}

@hookimpl
def iok_connectors():
    return [Taker]
"""

HTTP = """
    for one in accepted:
        yield self.put(one)

def put(self, one):
    url = f"{self.options.url}/{one.id}"
    request = Request(url, data=msgspec.json.encode(one), method="PUT")
    try:
        with urlopen(request, timeout=self.options.seconds) as answer:
            taken = "taken" if answer.status == 201 else "taken_before"
            return TakenOver(id=one.id, result=TakeOverResult(taken))
    except HTTPError as error:
        refused = 400 <= error.code < 500
        result = TakeOverResult.REFUSED if refused else TakeOverResult.LATER
        return TakenOver(id=one.id, result=result, detail=error.read().decode())
    except (http.client.HTTPException, TimeoutError, ConnectionResetError):
        return TakenOver(id=one.id, result=TakeOverResult.LATER)
    except URLError as error:
        raise ConnectorError(ConnectorProblem.UNREACHABLE, self.options.url, str(error)) from None
"""

BROKEN = {
    "raises": """
        for one in accepted:
            raise RuntimeError("cannot take " + one.premises)
            yield
    """,
    "hangs": """
        for one in accepted:
            time.sleep(60)
            yield
    """,
    "loops": """
        for one in accepted:
            while True:
                print(one.premises * 1000)
            yield
    """,
    "answers_for_another": """
        for one in accepted:
            yield TakenOver(id="another", result=TakeOverResult.TAKEN)
    """,
    "answers_as_a_channel": """
        for one in accepted:
            yield Delivered(id=one.id, result=DeliveryResult.SENT)
    """,
    "answers_nonsense": """
        for one in accepted:
            yield "taken"
    """,
    "says_nothing": """
        for one in accepted:
            pass
        yield from ()
    """,
    "exits": """
        for one in accepted:
            os._exit(3)
            yield
    """,
}
"""What each does with a thing in its hand: nobody knows whether it was taken."""
UNTOUCHED = {
    "ends_at_once": """
        yield from ()
    """,
    "is_unreachable": """
        for one in accepted:
            raise ConnectorError(ConnectorProblem.UNREACHABLE, "fk.example", "no route")
            yield
    """,
}
"""Certainly not."""


@contextmanager
def installed(folder: Path, bodies: Mapping[str, str]) -> Iterator[None]:
    """Each a plugin of its own, in `folder`, which must be on the path."""
    for name, body in bodies.items():
        inside = dedent(body)
        inside = indent(inside, " " * (4 if name == "http" else 8))
        (folder / f"{name}_taker.py").write_text(HEAD.format(name=name, body=inside))
        metadata = folder / f"iok_{name}-1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: iok-{name}\nVersion: 1.0\nRequires-Dist: iok>=0.1,<1\n"
        )
        (metadata / "entry_points.txt").write_text(f"[iok.plugins]\n{name} = {name}_taker\n")
    yield
    for name in bodies:
        sys.modules.pop(f"{name}_taker", None)
