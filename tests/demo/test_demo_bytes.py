"""Same seed, same bytes; a later export repeats an earlier one."""

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from iok_core.demo.cooperative.export import write_export
from iok_core.demo.cooperative.world import World, build_world
from tests.demo.conftest import TODAY, Exporter
from tests.demo.reading import FILES, Export

ROOT = Path(__file__).parents[2]
ANOTHER_PROCESS = """
import datetime, pathlib, sys
from iok_core.demo.cooperative.export import write_export
from iok_core.demo.cooperative.world import build_world
today = datetime.date.fromisoformat(sys.argv[2])
write_export(build_world(60, 3, today), pathlib.Path(sys.argv[1]), today)
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("hash_seed", ["0", "1", "4711"])
def test_the_same_seed_gives_the_same_bytes_in_any_process(hash_seed: str, tmp_path: Path) -> None:
    write_export(build_world(60, 3, TODAY), tmp_path / "here", TODAY)
    subprocess.run(
        [sys.executable, "-c", ANOTHER_PROCESS, str(tmp_path / "there"), TODAY.isoformat()],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT), "LC_ALL": "C"},
    )
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_an_export_is_these_files(small: Export) -> None:
    assert sorted(contents(small.folder)) == sorted(f"{name}.csv" for name in FILES)


def test_another_seed_tells_another_story(small_world: World, export: Exporter) -> None:
    other = export(build_world(12, 2, TODAY), TODAY)
    same = export(small_world, TODAY)
    assert [row["Metraż"] for row in other.lokale] != [row["Metraż"] for row in same.lokale]
    assert other.zapisy != same.zapisy


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2027, 1, 1), date(2028, 2, 29)])
@pytest.mark.parametrize("days", [1, 31, 400])
def test_a_later_export_begins_with_every_row_of_an_earlier_one(
    today: date, days: int, export: Exporter
) -> None:
    world = build_world(60, 3, today)
    earlier, later = export(world, today), export(world, today + timedelta(days=days))
    for name in ("zapisy", "naliczenia", "odczyty"):
        assert later.text(name).startswith(earlier.text(name))


def test_a_month_later_there_is_a_new_charge_for_everyone(export: Exporter) -> None:
    world = build_world(60, 3, TODAY)
    earlier, later = export(world, TODAY), export(world, date(2026, 12, 23))
    new = later.zapisy[len(earlier.zapisy) :]
    charged = {row["Konto"] for row in earlier.zapisy if row["Dokument"].startswith("NAL/2026/11")}
    assert {row["Konto"] for row in new if row["Dokument"].startswith("NAL/2026/12")} == charged


def test_the_lists_stay_as_they_were(export: Exporter) -> None:
    world = build_world(60, 3, TODAY)
    earlier, later = export(world, TODAY), export(world, date(2026, 12, 23))
    for name in ("lokale", "kontrahenci", "tytuly", "konta", "liczniki"):
        assert later.text(name) == earlier.text(name)


def test_an_export_before_the_day_of_the_world_is_refused(
    small_world: World, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="2026-11-23 or later"):
        write_export(small_world, tmp_path, TODAY - timedelta(days=1))
