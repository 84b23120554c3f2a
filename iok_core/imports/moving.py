"""Shows again what people saw before, or goes forward again: only what is shown moves."""

from iok_core.db import execute, fetch, transaction
from iok_core.imports import decisions
from iok_core.imports.course import Course, course_of
from iok_core.imports.decisions import DecidedError, Deciding, DecisionKind, Wish
from iok_core.imports.tables import Publication


class NothingToShowError(Exception):
    """There is no such generation, or not all of its rows are kept any more."""


async def undo(tools: Deciding, source: int, wish: Wish) -> int:
    """People see what they saw before; gives that generation.

    Raises:
        NothingToShowError: nothing changed.
        DecidedError: people do not see any more what the decision was about.
    """
    return await _move(tools, source, wish, DecisionKind.UNDO)


async def redo(tools: Deciding, source: int, wish: Wish) -> int:
    """People see again what the last undo took back. Raises as `undo` does."""
    return await _move(tools, source, wish, DecisionKind.REDO)


async def target(source: int, course: Course, what: DecisionKind) -> int:
    """The generation that an undo or redo would show. Raises NothingToShowError."""
    gen = course.before if what is DecisionKind.UNDO else course.next
    if not gen or not await is_whole(source, gen):
        raise NothingToShowError(gen)
    return gen


async def is_whole(source: int, gen: int) -> bool:
    return bool(
        await fetch("SELECT 1 FROM source WHERE id = {} AND whole_since <= {}", source, gen)
    )


async def _move(tools: Deciding, source: int, wish: Wish, what: DecisionKind) -> int:
    async with transaction():
        course = await course_of(source)
        if wish.seen not in (None, course.now):
            raise DecidedError(await decisions.latest(source))
        gen = await target(source, course, what)
        moved = await execute(
            "UPDATE source SET published = {} WHERE id = {} AND published = {}",
            gen,
            source,
            course.now,
        )
        if not moved:
            raise DecidedError(await decisions.latest(source))
        decision = await decisions.keep(tools, what, source, gen, wish)
        await Publication.insert(
            Publication(source=source, gen=gen, at=tools.clock.now(), decision=decision)
        )
    return gen
