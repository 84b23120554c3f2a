"""`IOK_TRACE_PLUGINS=1`: each call into a plugin with its time, to find the slow one."""

import logging
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

Trace = Callable[[str, str, float], None]
"""Told the plugin, what was called, and how many seconds it took."""

_log = logging.getLogger(__name__)
_host = logging.getLogger("iok_core.plugin_host")
"""Says more than the times then: the traceback of each plugin that is refused, too."""


def traced(environment: Mapping[str, str]) -> Trace:
    if environment.get("IOK_TRACE_PLUGINS", "") in ("", "0"):
        return silent
    if not _host.handlers:
        _host.addHandler(logging.StreamHandler(sys.stderr))
        _host.setLevel(logging.DEBUG)
        _host.propagate = False
    return _told


def silent(_plugin: str, _what: str, _seconds: float) -> None:
    return


def _told(plugin: str, what: str, seconds: float) -> None:
    _log.info("plugin %s: %s took %.1f ms", plugin, what, seconds * 1000)


@contextmanager
def timing(trace: Trace, plugin: str, what: str) -> Iterator[None]:
    began = time.perf_counter()
    try:
        yield
    finally:
        trace(plugin, what, time.perf_counter() - began)
