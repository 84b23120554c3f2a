"""What arrives from a child that works, and what the parent can rely on while it does."""

import asyncio
import os
from ast import literal_eval
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from iok_core.api import (
    AsOf,
    Balance,
    Checkpoint,
    ConnectorProblem,
    DataKind,
    Party,
    Problem,
    Rejected,
    Step,
)
from iok_core.child.frames import Batch, Notes
from iok_core.runs.supervisor import run_child


def paths_in(folder: Path) -> list[str]:
    return [str(path) for path in folder.iterdir()]


MANY = 'for number in range(rows): yield Party(key=str(number), name="Zażółć")'


async def test_records_arrive_whole_and_in_order(start_of: Any, kept: Any) -> None:
    outcome = await run_child(start_of(MANY, rows=2500), kept)
    assert outcome.problem is None
    assert outcome.counts == {"party": 2500}
    assert kept.records == [Party(key=str(number), name="Zażółć") for number in range(2500)]


async def test_a_batch_stays_small_though_its_records_are_large(start_of: Any, kept: Any) -> None:
    await run_child(
        start_of('for n in range(8): yield Party(key=str(n), name="x" * 100_000)'), kept
    )
    assert [len(frame.records) for frame in kept.frames[1:]] == [3, 3, 2]


async def test_amounts_keep_their_grosze_and_notes_their_days(start_of: Any, kept: Any) -> None:
    body = """
        from datetime import date
        from decimal import Decimal
        yield Rejected(kind=DataKind.BALANCES, problem=Problem.NOT_AN_AMOUNT, source="salda", row=7)
        yield Balance(account="A1", opening=Decimal("0.10"), closing=Decimal("-123456.07"))
        yield AsOf(kind=DataKind.BALANCES, day=date(2026, 6, 30))
    """
    outcome = await run_child(start_of(body), kept)
    assert kept.records == [
        Balance(account="A1", opening=Decimal("0.10"), closing=Decimal("-123456.07"))
    ]
    rejected = Rejected(
        kind=DataKind.BALANCES, problem=Problem.NOT_AN_AMOUNT, source="salda", row=7
    )
    assert kept.notes == [rejected, AsOf(kind=DataKind.BALANCES, day=date(2026, 6, 30))]
    assert outcome.counts == {"balance": 1, "rejected": 1, "as_of": 1}


async def test_a_step_for_every_row_becomes_a_few_and_the_last(start_of: Any, kept: Any) -> None:
    await run_child(start_of("for n in range(5000): yield Step(done=n + 1, total=5000)"), kept)
    steps = [frame for frame in kept.frames if isinstance(frame, Step)]
    assert steps[-1] == Step(done=5000, total=5000)
    assert len(steps) < 100


async def test_a_checkpoint_comes_after_everything_before_it_and_before_the_rest(
    start_of: Any, kept: Any
) -> None:
    """One that comes too soon after another is left out; the last never is."""
    body = """
        for n in range(5):
            yield Party(key=str(n), name="Jan")
            yield self.tell(n)
            yield Checkpoint(text=str(n))
    """
    outcome = await run_child(start_of(body), kept)
    assert outcome.problem is None
    shape = [
        frame.text if isinstance(frame, Checkpoint) else len(frame.records)
        for frame in kept.frames
        if isinstance(frame, Checkpoint | Batch)
    ]
    assert shape == [1, "0", 4, "4"]
    assert isinstance(kept.frames[-2], Notes)


@pytest.mark.parametrize(("what", "told"), [("changes", "since 7"), ("rest", "after 7")])
async def test_a_child_is_told_where_to_begin(
    start_of: Any, kept: Any, what: Any, told: str
) -> None:
    start = start_of("")
    outcome = await run_child(msgspec.structs.replace(start, what=what, checkpoint="7"), kept)
    assert (outcome.problem, kept.told) == (None, [told])


async def test_what_a_plugin_prints_spoils_nothing_and_ends_in_the_log(
    start_of: Any, kept: Any
) -> None:
    body = """
        for n in range(3):
            print("x" * 100_000, n)
            os.system("echo hej >&2")
            yield Party(key=str(n), name="Jan")
    """
    outcome = await run_child(start_of(body), kept)
    assert outcome.problem is None
    assert len(kept.records) == 3
    assert outcome.log.endswith(" 2\nhej\n")
    assert len(outcome.log) == 64 * 1024


async def test_a_slow_sink_holds_the_connector_back(
    start_of: Any, kept: Any, tmp_path: Path
) -> None:
    """All the memory that a pull can take here is what the connector is ahead of the sink."""
    body = """
        with open(folder + "/yielded", "wb", buffering=0) as file:
            for number in range(rows):
                if number % 100 == 0:
                    os.pwrite(file.fileno(), b"%9d" % number, 0)
                yield Party(key=str(number), name="Jan Kowalski z ulicy Lipowej")
    """
    ahead = 0

    async def slow(frame: Any) -> None:
        nonlocal ahead
        await asyncio.sleep(0.01)
        await kept(frame)
        if isinstance(frame, Batch):
            yielded = int((tmp_path / "yielded").read_bytes())
            ahead = max(ahead, yielded - len(kept.records))

    outcome = await run_child(start_of(body, rows=100_000, folder=str(tmp_path)), slow)
    assert outcome.counts == {"party": 100_000}
    assert ahead < 20_000


async def test_a_connector_sees_nothing_of_the_portal(
    start_of: Any, kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOK_DATABASE", "postgres://iok:hush@db/iok")
    monkeypatch.setenv("IOK_KEY", "hush")
    monkeypatch.setenv("PGPASSWORD", "hush")
    body = """
        yield self.tell(sorted(os.environ))
        yield self.tell("hush" in open("/proc/self/environ").read())
        yield self.tell(sys.argv[1:])
        yield self.tell(os.environ["LANG"])
    """
    await run_child(start_of(body, folder="hush"), kept)
    names, shown, arguments, language = kept.told
    assert set(literal_eval(names)) <= {
        *("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "TZ"),
        *("LANG", "HOME", "TMPDIR", "LC_CTYPE"),
    }
    assert (shown, language) == ("False", "C.UTF-8")
    assert "hush" not in arguments


async def test_a_child_imports_the_contract_and_nothing_else_of_the_portal(
    start_of: Any, kept: Any
) -> None:
    await run_child(start_of("yield self.tell([n for n in sys.modules if n[:3] == 'iok'])"), kept)
    packages = {name.split(".")[1] for name in literal_eval(kept.told[0]) if "." in name}
    assert packages == {"api", "child"}


async def test_a_child_works_in_a_private_folder_that_is_gone_after(
    start_of: Any, kept: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    body = """
        open("left behind", "w").close()
        yield self.tell(os.getcwd())
        yield self.tell(oct(os.stat(".").st_mode)[-3:])
        yield self.tell(__import__("tempfile").gettempdir() == os.getcwd())
    """
    await run_child(start_of(body), kept)
    folder, mode, is_temporary = kept.told
    assert folder.startswith(f"{tmp_path}/iok-")
    assert (mode, is_temporary) == ("700", "True")
    assert folder not in paths_in(tmp_path)


async def test_a_child_comes_last_and_leaves_no_core_file(start_of: Any, kept: Any) -> None:
    body = """
        yield self.tell(os.nice(0))
        yield self.tell(os.sched_getscheduler(0))
        yield self.tell(resource.getrlimit(resource.RLIMIT_CORE))
    """
    await run_child(start_of(body), kept)
    assert kept.told == [str(min(19, os.nice(0) + 19)), str(os.SCHED_IDLE), "(0, 0)"]


async def test_a_check_tells_why_a_pull_cannot_begin(start_of: Any, kept: Any) -> None:
    outcome = await run_child(start_of("", what="check"), kept)
    assert outcome.problem is ConnectorProblem.MISSING_FILE
    assert (outcome.source, outcome.detail) == ("salda.csv", "?" * 200)
    assert kept.frames == []


async def test_all_wrong_options_are_told_at_once(start_of: Any, kept: Any) -> None:
    outcome = await run_child(start_of("", rows="many", foldr="x"), kept)
    assert outcome.problem is ConnectorProblem.WRONG_OPTIONS
    assert outcome.source == "foldr, rows"
    assert "unknown option" in outcome.detail
    assert "Expected `int`" in outcome.detail
