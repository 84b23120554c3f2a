"""S63: whoever sends many photos waits for their own, and others do not wait for all of them."""

import asyncio

import pytest

from iok_core.photos import cleaning
from iok_core.photos.clean_photo import PhotoError, PhotoProblem
from iok_core.photos.cleaning import PhotoCleaner
from iok_core.photos.settings import PhotoSettings
from iok_core.photos.turns import Turns, turn
from tests.photos import corpus

ANNA, JAN = 1, 2


async def test_s63_somebody_elses_photo_comes_before_the_second_of_one_person() -> None:
    turns, one_at_a_time = Turns(), asyncio.Lock()
    done: list[int] = []

    async def clean(person: int) -> None:
        async with turns.of(person), turn(one_at_a_time, 10):
            await asyncio.sleep(0)
            done.append(person)

    await asyncio.gather(*(clean(person) for person in (ANNA, ANNA, ANNA, JAN)))
    assert done == [ANNA, JAN, ANNA, ANNA]


async def test_s63_who_waits_too_long_is_told_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cleaning, "_SECONDS_OF_WAITING", 0.01)
    cleaner, turns = PhotoCleaner(PhotoSettings()), Turns()
    async with cleaner._one_at_a_time, turns.of(ANNA):
        with pytest.raises(PhotoError) as failure:
            await cleaner.clean(corpus.saved(corpus.picture()))
        assert failure.value.problem is PhotoProblem.BUSY
        with pytest.raises(PhotoError):
            async with turns.of(ANNA, seconds=0.01):
                pass
    async with turns.of(ANNA, seconds=0.01):
        assert await cleaner.clean(corpus.saved(corpus.picture()))
