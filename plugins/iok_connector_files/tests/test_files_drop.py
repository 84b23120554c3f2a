"""What was accepted, as files: read back by the csv module, as another program would read them."""

import csv
import os
import signal
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from textwrap import dedent
from typing import Any

import msgspec
import pytest
from iok_connector_files.connector import FilesConnector, FilesOptions

from iok_core.api import (
    AcceptedOccupants,
    AcceptedReading,
    ConnectorError,
    Medium,
    TakenOver,
    TakeOverResult,
)
from iok_core.testing import check_taking

DAY = date(2026, 11, 7)
NUMBER = AcceptedOccupants(
    id="5f0c", submission="17/2026", accepted_on=DAY, premises="L1", occupants=3,
    counts_from=date(2026, 12, 1),
)  # fmt: skip
READING = AcceptedReading(
    id="9a1e", submission="18/2026", accepted_on=DAY, premises="L1", meter="M;1", number="żółw 7",
    medium=Medium.COLD_WATER, unit="m3", day=DAY, thousandths=151500,
)  # fmt: skip
WORDS = '\n[words.medium]\n"zimna woda" = "cold_water"\n'


def polish(layout: str) -> str:
    return layout.replace('"utf-8"', '"cp1250"').replace('"yyyy-mm-dd"', '"d.mm.yyyy"')


def options(connector: FilesConnector, folder: Path) -> FilesOptions:
    return msgspec.structs.replace(connector.options, hand_over=str(folder))


def into(folder: Path, connector: FilesConnector, *accepted: object) -> list[TakenOver]:
    return list(FilesConnector(options(connector, folder)).take_over(iter(accepted)))  # type: ignore[arg-type]  # of both kinds


def cells(file: Path, encoding: str = "utf-8") -> dict[str, str]:
    (row,) = csv.DictReader(StringIO(file.read_bytes().decode(encoding)), delimiter=";")
    return row


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    return folder


def test_p_6_each_accepted_thing_is_one_file_as_the_layout_writes(export: Any, drop: Path) -> None:
    answers = check_taking(
        FilesConnector, options(export(polish(export.layout) + WORDS), drop), [NUMBER, READING]
    )
    assert [one.result for one in answers] == [TakeOverResult.TAKEN] * 2
    assert sorted(path.name for path in drop.iterdir()) == ["5f0c.csv", "9a1e.csv"]
    assert cells(drop / "5f0c.csv", "cp1250") == {
        "id": "5f0c", "submission": "17/2026", "accepted_on": "7.11.2026", "kind": "occupants",
        "premises": "L1", "meter": "", "meter_number": "", "medium": "", "day": "1.12.2026",
        "value": "3", "unit": "",
    }  # fmt: skip
    assert cells(drop / "9a1e.csv", "cp1250") == {
        "id": "9a1e", "submission": "18/2026", "accepted_on": "7.11.2026", "kind": "reading",
        "premises": "L1", "meter": "M;1", "meter_number": "żółw 7", "medium": "zimna woda",
        "day": "7.11.2026", "value": "151,500", "unit": "m3",
    }  # fmt: skip


def test_p_6_what_was_taken_in_and_moved_aside_is_not_written_again(
    export: Any, drop: Path
) -> None:
    connector = export()
    into(drop, connector, NUMBER)
    (drop / "done").mkdir()
    (drop / "5f0c.csv").rename(drop / "done" / "5f0c.csv")
    (again,) = into(drop, connector, NUMBER)
    assert again.result is TakeOverResult.TAKEN_BEFORE
    assert not list(drop.glob("*.csv"))


def test_k02_7_without_the_option_nothing_is_asked_and_with_a_wrong_one_the_check_says_so(
    export: Any, tmp_path: Path
) -> None:
    connector = export()
    connector.check()
    missing = FilesConnector(options(connector, tmp_path / "missing"))
    with pytest.raises(ConnectorError, match="no such folder"):
        missing.check()
    with pytest.raises(ConnectorError, match="no such folder"):
        next(missing.take_over(iter([NUMBER])))


def test_p_6_what_the_program_could_not_read_is_refused_in_words(export: Any, drop: Path) -> None:
    never = export.layout.replace('separator = ";"', 'separator = ";"\nquote = ""')
    (quoted,) = into(drop, export(never), READING)
    foreign = msgspec.structs.replace(READING, meter="M1", number="счётчик")
    (unknown,) = into(drop, export(polish(export.layout)), foreign)
    assert (quoted.result, unknown.result) == (TakeOverResult.REFUSED,) * 2
    assert quoted.detail == "W „M;1” jest separator, a układ nie zna cudzysłowu"
    assert unknown.detail.startswith("Kodowanie cp1250 nie ma znaku ")
    assert list(drop.iterdir()) == []


@pytest.mark.parametrize("id_", ["../../outside", "a/b", "", ".", "x" * 65, "a\n"])
def test_p_6_no_id_leads_out_of_the_folder(
    export: Any, drop: Path, tmp_path: Path, id_: str
) -> None:
    connector = export()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ValueError, match="letters and digits"):
        into(drop, connector, msgspec.structs.replace(NUMBER, id=id_))
    assert sorted(tmp_path.rglob("*")) == before


def test_p_6_a_link_that_somebody_left_is_not_written_through(
    export: Any, drop: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.write_text("mine")
    (drop / ".5f0c.csv.part").symlink_to(outside)
    into(drop, export(), NUMBER)
    assert outside.read_text() == "mine"
    assert not (drop / "5f0c.csv").is_symlink()


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from iok_connector_files import drop

    os.{at} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    drop.write_whole(Path({folder!r}), "5f0c.csv", b"half" * 1000)
"""


@pytest.mark.parametrize("at", ["fsync", "replace"])
def test_p_6_killed_while_it_writes_no_part_of_a_file_is_seen(
    export: Any, drop: Path, at: str
) -> None:
    source = dedent(KILLED).format(at=at, folder=str(drop))
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", source], env=environ, check=False)  # noqa: S603 - the text above
    assert done.returncode == -signal.SIGKILL
    assert not (drop / "5f0c.csv").exists()
    (answer,) = into(drop, export(), NUMBER)
    assert answer.result is TakeOverResult.TAKEN
    assert [path.name for path in drop.iterdir()] == ["5f0c.csv"]
