"""Polish order and search; expected orders are those of a Polish dictionary."""

import pytest

from iok_core.db.collation import search_key, sort_key


@pytest.mark.parametrize(
    "ordered",
    [
        ["Cyran", "Czapla", "Ćma", "Dąb"],
        ["lak", "ląd", "luk", "łan", "mak"],
        ["zebra", "źrebak", "żaba"],
        ["m. 2", "m. 10", "m. 100"],
        ["Müller", "Munk", "Műszer"],
        ["Ếva", "Ewa", "Ểx"],
    ],
)
def test_words_stand_as_in_a_polish_dictionary(ordered: list[str]) -> None:
    keys = [sort_key(word) for word in ordered]
    assert keys == sorted({*keys})


@pytest.mark.parametrize(
    ("foreign", "plain"), [("Éléonore", "Eleonore"), ("Ểể", "Ee"), ("CAFÉ", "cafe")]
)
def test_marks_that_polish_does_not_know_do_not_count_each_time(foreign: str, plain: str) -> None:
    assert sort_key(foreign) == sort_key(plain) == sort_key(foreign)


def test_a_search_needs_no_marks_at_all() -> None:
    assert search_key("Łukasz ul. Żółwia 14/7") == "lukasz ul zolwia 14 7"
