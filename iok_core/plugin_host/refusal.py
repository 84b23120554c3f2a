"""A plugin's failure as a value, so that it stays that plugin's affair."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from iok_core.plugin_host.problems import PluginProblem

_DETAIL = 500


class PluginRefusedError(Exception):
    def __init__(self, problem: PluginProblem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}")
        self.problem = problem
        self.detail = detail[:_DETAIL]


@contextmanager
def containing(problem: PluginProblem) -> Iterator[None]:
    """Whatever a plugin raises becomes a refusal, SystemExit too."""
    try:
        yield
    except (KeyboardInterrupt, PluginRefusedError):
        raise
    except BaseException as error:
        detail = traceback.format_exception_only(error)[-1].strip()
        raise PluginRefusedError(problem, detail) from error
