"""What people were shown from when on, as the log of publications tells it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from iok_core.db import Arg, Prepared
from iok_core.imports.decisions import DecisionKind
from iok_core.imports.tables import Publication


class Shown(msgspec.Struct, frozen=True):
    """One line of the log: from `at` on people saw generation `gen`."""

    gen: int
    at: datetime
    run: int | None
    """Of the import that brought the generation."""
    what: str | None
    """A `DecisionKind`; None: it was published because nothing was wrong with it."""
    reason: str | None
    actor_kind: str | None
    actor: str | None


class Course(msgspec.Struct, frozen=True):
    """Generations in the order of undoing: the last one shown is what people see."""

    shown: tuple[int, ...] = ()
    undone: tuple[int, ...] = ()
    """The last one can be shown again."""

    @property
    def now(self) -> int:
        return self.shown[-1] if self.shown else 0

    @property
    def before(self) -> int:
        """What an undo would show; 0: nothing."""
        return self.shown[-2] if len(self.shown) > 1 else 0

    @property
    def next(self) -> int:
        """What a redo would show; 0: nothing."""
        return self.undone[-1] if self.undone else 0

    def then(self, gen: int, what: str | None) -> "Course":
        match what:
            case DecisionKind.UNDO:
                return Course(self.shown[:-1], (*self.undone, self.now))
            case DecisionKind.REDO:
                return Course((*self.shown, gen), self.undone[:-1])
        return Course((*self.shown, gen))


_log = Prepared(
    lambda: Publication.raw(
        "SELECT p.gen, p.at, (SELECT max(i.run) FROM import i WHERE i.source = p.source "
        "AND i.gen = p.gen) AS run, d.what, d.reason, d.actor_kind, d.actor "
        "FROM publication p LEFT JOIN import_decision d ON d.id = p.decision "
        "WHERE p.source = {} ORDER BY p.id",
        Arg("source"),
    ),
    Shown,
)


async def log_of(source: int) -> list[Shown]:
    """All that people were ever shown of a source, the oldest first."""
    return await _log(source=source)


def course(log: Iterable[Shown]) -> Course:
    so_far = Course()
    for line in log:
        so_far = so_far.then(line.gen, line.what)
    return so_far


async def course_of(source: int) -> Course:
    return course(await log_of(source))


def seen_between(log: Sequence[Shown], begin: datetime, end: datetime) -> list[Shown]:
    """Those lines that told what people saw at some moment from `begin` until before `end`."""
    later = [line.at for line in log[1:]]
    spans = zip(log, [*later, None], strict=False)
    return [line for line, until in spans if line.at < end and (until is None or until > begin)]
