"""Options come from a form, a command line or a file, and every problem is told at once."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import msgspec
import pytest

from iok_core.child.options import OptionProblem, WrongOptionsError, to_options, with_absolute_paths

Folder = Annotated[str, msgspec.Meta(extra={"path": True})]


class Export(msgspec.Struct, kw_only=True, rename={"since": "from"}):
    folder: Folder
    since: int = 2020
    limit: Decimal | None = None
    strict: bool = False
    archive: Folder | None = None
    name: str = ""

    def __post_init__(self) -> None:
        if self.archive == self.folder:
            raise ValueError("archive and folder are the same")


def test_text_is_taken_for_numbers_and_switches() -> None:
    values = {"folder": "x", "from": "1999", "limit": "1.50", "strict": "true"}
    assert to_options(Export, values) == Export(
        folder="x", since=1999, limit=Decimal("1.50"), strict=True
    )


def test_every_problem_is_told_under_the_name_that_was_given() -> None:
    with pytest.raises(WrongOptionsError) as raised:
        to_options(Export, {"from": "soon", "strict": "perhaps", "since": 1})
    assert [one.option for one in raised.value.problems] == ["since", "folder", "from", "strict"]
    assert raised.value.problems[:2] == [
        OptionProblem("since", "unknown option"),
        OptionProblem("folder", "missing option"),
    ]


def test_options_that_do_not_fit_together_are_told() -> None:
    with pytest.raises(WrongOptionsError) as raised:
        to_options(Export, {"folder": "x", "archive": "x"})
    assert raised.value.problems == [OptionProblem("", "archive and folder are the same")]


def test_relative_paths_start_from_the_given_folder_and_others_stay() -> None:
    values = {"folder": "in/june", "archive": "/srv/old", "name": "in/june", "from": 1999}
    assert with_absolute_paths(Export, values, Path("/data")) == {
        "folder": "/data/in/june",
        "archive": "/srv/old",
        "name": "in/june",
        "from": 1999,
    }


def test_a_path_that_may_be_left_out_is_a_path_too() -> None:
    absolute = with_absolute_paths(Export, {"folder": "", "archive": "old"}, Path("/data"))
    assert absolute == {"folder": "", "archive": "/data/old"}


def test_a_relative_folder_starts_from_where_the_parent_works() -> None:
    absolute = with_absolute_paths(Export, {"folder": "june"}, Path())
    assert absolute == {"folder": str(Path.cwd() / "june")}
