"""`python -P -m iok_core.child DESCRIPTOR PARENT`: one check or one pull of one connector."""

import importlib
import signal
import sys
import traceback
from collections.abc import Iterator
from typing import Any

from iok_core.api import Connector, ConnectorError, ConnectorProblem
from iok_core.child.channel import Channel
from iok_core.child.confine import confine
from iok_core.child.frames import Done, Failed, Raised, Start
from iok_core.child.options import WrongOptionsError, to_options
from iok_core.child.outbox import Outbox

_DETAIL = 200
_WRONG_OPTIONS_DETAIL = 1000
_TRACEBACK = 16 * 1024


def main(descriptor: int, parent: int) -> None:
    channel = Channel(descriptor)
    start = channel.receive_start()
    confine(start.memory, parent)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    channel.beat(start.heartbeat)
    try:
        work(start, channel)
    except ConnectorError as error:
        channel.send(
            Failed(
                problem=error.problem,
                source=str(error.source)[:_DETAIL],
                detail=str(error.detail)[:_DETAIL],
            )
        )
    except WrongOptionsError as error:
        channel.send(_wrong_options(error))
    except Exception as error:  # noqa: BLE001  whatever it is, the operator wants to read it
        channel.send(_raised(error))


def work(start: Start, channel: Channel) -> None:
    connector_type = _load(start.extension)
    connector = connector_type(to_options(connector_type.options_type, start.options))
    if start.what == "check":
        connector.check()
        channel.send(Done(counts={}))
        return
    outbox = Outbox(channel)
    for item in _items(connector, start):
        outbox.put(item)
    outbox.close()


def _items(connector: Connector[Any], start: Start) -> Iterator[object]:
    match start.what:
        case "changes":
            return connector.pull_changes(start.checkpoint)
        case "rest":
            return connector.pull_rest(start.checkpoint)
        case _:
            return connector.pull()


def _load(address: str) -> type[Connector[Any]]:
    module, _, name = address.partition(":")
    connector_type: type[Connector[Any]] = getattr(importlib.import_module(module), name)
    return connector_type


def _wrong_options(error: WrongOptionsError) -> Failed:
    return Failed(
        problem=ConnectorProblem.WRONG_OPTIONS,
        source=", ".join(p.option for p in error.problems)[:_DETAIL],
        detail=str(error)[:_WRONG_OPTIONS_DETAIL],
    )


def _raised(error: Exception) -> Raised:
    """The end of the traceback names the place, so that is what a long one keeps."""
    text = "".join(traceback.format_exception(error))
    return Raised(exception=type(error).__qualname__, traceback=text[-_TRACEBACK:])


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
