"""What a whole run asks in turns, as it has ten minutes: see docs/developers/testing.md.

Through a portal that is served each test is asked on one engine, those that are marked
`in_turns(of)` by one run of so many, and axe judges a page in one width. Every id that a test is
named after is asked by every run, and what stands behind figures on both engines. The turn comes
from the commit: whoever runs that again asks the same.
"""

import os
import re
import subprocess
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple, Self

import pytest

from tests.databases import ENGINES

IN_ALL = 6
"""After so many turns everything has been asked, so it is a multiple of every `of`."""
_TURN = "IOK_TURN"
HINT = f"{_TURN} chooses one, --thorough asks all"
_FIGURES = re.compile(r"tests/(db|imports|ledger)/")
_IDS = re.compile(r"(?<=_)(?:k\d\d_\d+|idea_\d+|(?:aud|ops|prv)\d+|[psx]_?\d+)(?=_)")


class Case(NamedTuple):
    """A test with its parameters."""

    name: str
    """With its file, as pytest tells it."""
    served: bool = False
    """Asks a portal that is served."""
    of: int = 1

    @classmethod
    def read(cls, item: pytest.Item) -> Self:
        marked = item.get_closest_marker("in_turns")
        of = marked.args[0] if marked else 1
        if IN_ALL % of:
            raise pytest.UsageError(f"{item.nodeid}: {IN_ALL} turns are no multiple of {of}")
        return cls(item.nodeid, "portals" in getattr(item, "fixturenames", ()), of)

    @property
    def ids(self) -> set[str]:
        """Of the rules that it is named after."""
        return set(_IDS.findall(self.name.partition("::")[2].partition("[")[0]))


def turn() -> int | None:
    """Of this run; None where everything is asked."""
    told = os.environ.get(_TURN)
    return int(told) if told else None


def begin(config: pytest.Config) -> None:
    """Sets the turn of a whole run, also for the processes that are started from here."""
    whole = config.args_source is not pytest.Config.ArgsSource.ARGS and not config.option.keyword
    if whole and "IOK_THOROUGH" not in os.environ and not hasattr(config, "workerinput"):
        os.environ.setdefault(_TURN, str(_of_commit()))


def _of_commit() -> int:
    """Nought where there is no repository, or nothing to read it with."""
    command = ("git", "rev-parse", "HEAD")
    with suppress(OSError, subprocess.CalledProcessError):
        return int(subprocess.check_output(command, stderr=subprocess.DEVNULL), 16) % IN_ALL
    return 0


def takes(what: str, of: int) -> int | None:
    """The one of so many that this run asks for; None stands for all of them."""
    now = turn()
    return None if now is None else (zlib.crc32(what.encode()) + now) % of


def others(cases: Sequence[Case], turn: int) -> set[str]:
    """The names of those that this turn leaves to others."""
    left = {case.name for case in (*_on_the_other_engine(cases, turn), *_in_turns(cases, turn))}
    asked = {id_ for case in cases if case.name not in left for id_ in case.ids}
    for case in cases:
        if case.name in left and not case.ids <= asked:
            left.remove(case.name)
            asked |= case.ids
    return left


def _on_the_other_engine(cases: Sequence[Case], turn: int) -> Iterator[Case]:
    pairs = defaultdict[str, list[Case]](list)
    for case in cases:
        if case.served and not _FIGURES.match(case.name):
            pairs[re.sub("|".join(ENGINES), "", case.name)].append(case)
    for place, pair in enumerate(pair for pair in pairs.values() if len(pair) == len(ENGINES)):
        yield pair[(place + turn) % len(ENGINES)]


def _in_turns(cases: Sequence[Case], turn: int) -> Iterator[Case]:
    groups = defaultdict[int, list[Case]](list)
    for case in cases:
        groups[case.of].append(case)
    for of, group in groups.items():
        yield from (case for place, case in enumerate(group) if (place + turn) % of)
