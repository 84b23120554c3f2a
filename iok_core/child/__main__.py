"""`python -P -m iok_core.child DESCRIPTOR PARENT`: the work of one extension."""

import importlib
import signal
import sys
import traceback
from typing import Any, cast

from iok_core.api import Connector, ConnectorError, ConnectorProblem, Extension, ReportType
from iok_core.child.channel import Channel
from iok_core.child.confine import confine
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
    extension = _load(start.extension)
    instance = extension(to_options(extension.options_type, start.options))
    if start.what == "build":
        build_reports(cast("ReportType[Any, Any]", instance), channel)
    else:
        read(start, cast("Connector[Any]", instance), channel)


def read(start: Start, connector: Connector[Any], channel: Channel) -> None:
    if start.what == "check":
        connector.check()
        channel.send(Done(counts={}))
        return
    outbox = Outbox(channel)
    for item in connector.pull():
        outbox.put(item)
    outbox.close()


def _load(address: str) -> type[Extension[Any]]:
    module, _, name = address.partition(":")
    extension: type[Extension[Any]] = getattr(importlib.import_module(module), name)
    return extension


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
