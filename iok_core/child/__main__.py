"""`python -P -m iok_core.child DESCRIPTOR PARENT`: the work of one extension."""

import importlib
import signal
import sys
import traceback
from collections.abc import Iterator
from typing import Any

from iok_core.api import ConnectorError, ConnectorProblem, Delivered, TakenOver
from iok_core.child.channel import Channel
from iok_core.child.confine import confine
from iok_core.child.delivering import answer_each
from iok_core.child.frames import Done, Failed, Raised, Start
from iok_core.child.options import WrongOptionsError, to_options
from iok_core.child.outbox import Outbox
from iok_core.child.reporting import build_reports

_DETAIL = 200
_WRONG_OPTIONS_DETAIL = 1000
_TRACEBACK = 16 * 1024


def main(descriptor: int, parent: int) -> None:
    channel = Channel(descriptor)
    start = channel.receive(Start)
    confine(start.memory, parent, waited_for=start.what == "build")
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
    extension_type = _load(start.extension)
    extension = extension_type(to_options(extension_type.options_type, start.options))
    match start.what:
        case "check":
            extension.check()
            channel.send(Done(counts={}))
        case "pull":
            _put_out(extension.pull(), channel)
        case "changes":
            _put_out(extension.pull_changes(start.checkpoint), channel)
        case "rest":
            _put_out(extension.pull_rest(start.checkpoint), channel)
        case "deliver":
            answer_each(extension.deliver, Delivered, channel)
        case "take_over":
            answer_each(extension.take_over, TakenOver, channel)
        case "build":
            build_reports(extension, channel)


def _load(address: str) -> Any:
    """An extension class: what it can do, the host has looked at before."""
    module, _, name = address.partition(":")
    return getattr(importlib.import_module(module), name)


def _put_out(items: Iterator[object], channel: Channel) -> None:
    outbox = Outbox(channel)
    for item in items:
        outbox.put(item)
    outbox.close()


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
