"""What the office reads of imports: how each stands, why one was held, what to correct.

Figures are those of the exports' own kontrola.csv and expected.json.
"""

import re

import pytest

from iok_core.api import ConnectorProblem, DataKind, Measure, Problem, Remark, RemarkCode, Step
from iok_core.db import execute
from iok_core.identity.permissions import Role
from iok_core.imports import words
from iok_core.imports.guard import Reason, ReasonCode
from iok_core.portal import Portal
from iok_core.runs.leases import claim, tell_progress
from iok_core.runs.outcome import RunProblem
from iok_core.runs.words import FAILURES
from tests.databases import on_sqlite
from tests.imports.at_the_office import EXPORT, office, rows_of
from tests.imports.bringing import bring_in, options_of
from tests.portal import LivePortal

MONEY = re.compile(r"\d[\d ]*,\d\d zł")


def bring(live: LivePortal, variant: str = "") -> str:
    """The address of the import's page."""
    line = live.do(lambda portal: bring_in(portal, options_of(EXPORT, variant)))
    return f"/biuro/importy/{line.run}"


def plain(page: str) -> str:
    """As it is read: without tags, and with ordinary blanks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page).replace("\u00a0", " "))


def tags(page: str) -> list[str]:
    return re.findall(r'<span class="tag tag--(\w+)">', page)


def part(page: str, name: str) -> str:
    """A card of the page, by the id of its heading; nothing if it is not there."""
    cards = re.findall(r"<section.*?</section>", page, re.DOTALL)
    return next((card for card in cards if f'id="{name}"' in card), "")


def cells(page: str, name: str) -> list[list[str]]:
    """Of the table in a card, without its head."""
    return rows_of(part(page, name))[1:]


# One import


@on_sqlite
def test_a_published_import_tells_what_was_read_and_of_which_day(live: LivePortal) -> None:
    page = office(live).open(bring(live)).text
    assert tags(page) == ["ok"]
    assert [row[1:] for row in cells(page, "wczytano")] == [
        ["13", "02.10.2026"],
        ["11", "02.10.2026"],
        ["14", "02.10.2026"],
        ["15", "02.10.2026"],
        ["303", "30.09.2026"],
        ["868", "30.09.2026"],
        ["14", "30.09.2026"],
        ["–", "29.09.2026"],
    ]
    assert [part(page, name) for name in ("dlaczego", "odrzucone", "co-sie-stalo")] == [""] * 3


@on_sqlite
def test_totals_that_disagree_are_told_with_both_figures(live: LivePortal) -> None:
    page = office(live).open(bring(live, "wrong-totals")).text
    assert tags(page) == ["warn"]
    assert MONEY.findall(plain(part(page, "dlaczego"))) == ["92 982,58 zł", "92 882,58 zł"]


@on_sqlite
def test_premises_that_are_gone_are_counted(live: LivePortal) -> None:
    bring(live)
    why = part(office(live).open(bring(live, "premises-missing")).text, "dlaczego")
    assert set(re.findall(r"\d+", plain(why))) >= {"4", "13"}


@on_sqlite
def test_data_that_are_older_are_told_once_for_all_kinds(live: LivePortal) -> None:
    bring(live)
    why = part(office(live).open(bring(live, "older")).text, "dlaczego")
    assert why.count("<li>") == 1


@on_sqlite
def test_a_rejected_row_has_its_place_what_is_wrong_and_what_to_do(live: LivePortal) -> None:
    """The last row of that zapisy.csv is its 185th line, and two columns short."""
    page = office(live).open(bring(live, "truncated")).text
    ((file, row, _column, _value, what, to_do),) = cells(page, "odrzucone")
    assert (file, row) == ("zapisy.csv", "185")
    assert min(len(what), len(to_do)) > 10


@on_sqlite
def test_an_import_that_failed_names_the_file_and_what_to_do(live: LivePortal) -> None:
    page = office(live).open(bring(live, "wrong-encoding")).text
    assert tags(page) == ["due"]
    assert "kontrahenci.csv" in part(page, "co-sie-stalo")
    assert "notice--due" in part(page, "co-sie-stalo")
    assert part(page, "wczytano") == ""


@on_sqlite
def test_an_import_that_does_not_exist_is_an_unknown_page(live: LivePortal) -> None:
    assert office(live).open("/biuro/importy/77").status_code == 404
    denied = "SELECT object_kind, object_id FROM audit WHERE action = 'object_denied'"
    assert live.rows(denied) == [("run", 77)]


# The list


@on_sqlite
def test_the_list_tells_how_each_stands_the_newest_first(live: LivePortal) -> None:
    for variant in ("", "wrong-totals", "wrong-encoding"):
        bring(live, variant)
    page = office(live).open("/biuro/importy").text
    assert tags(page) == ["due", "info", "ok"]
    days_and_rows = [row[2:4] for row in cells(page, "przebiegi")]
    assert days_and_rows == [["–", "–"], ["30.09.2026", "1 238"], ["30.09.2026", "1 238"]]


@on_sqlite
def test_the_first_page_tells_of_the_newest_import(live: LivePortal) -> None:
    browser = office(live)
    assert tags(part(browser.open("/biuro").text, "import")) == []
    bring(live)
    newest = bring(live, "wrong-totals")
    card = part(browser.open("/biuro").text, "import")
    assert tags(card) == ["warn"]
    assert f'href="{newest}"' in card


# Import now


def module(live: LivePortal) -> dict[str, str]:
    """What the button of the only module sends."""
    page = office(live).open("/biuro/importy").text
    return {"module": re.findall(r'name="module" value="(\d+)"', page)[0]}


@on_sqlite
def test_import_now_queues_a_run_and_shows_it(live: LivePortal) -> None:
    bring(live)
    browser, sent = office(live), module(live)
    browser.open("/biuro/importy")
    assert browser.submit("/biuro/importy", **sent).status_code == 303
    page = browser.follow().text
    assert tags(page) == ["info"]
    assert f'href="{browser.answer.url.path}"' in part(page, "stan")
    queued = live.rows("SELECT id, requested_by FROM run WHERE state = 'queued'")
    assert queued == [(int(browser.answer.url.path.split("/")[-1]), "staff")]


def test_a_double_click_starts_one_import(live: LivePortal) -> None:
    bring(live)
    browser, sent = office(live), module(live)
    browser.open("/biuro/importy")
    places = {
        browser.submit("/biuro/importy", **sent).headers["location"],
        browser.submit("/biuro/importy", **sent).headers["location"],
    }
    assert len(places) == 1
    assert live.rows("SELECT count(*) FROM run WHERE state = 'queued'") == [(1,)]
    runs = "SELECT count(*) FROM audit WHERE action = 'import_run' AND actor_kind = 'staff'"
    assert live.rows(runs) == [(1,)]


@on_sqlite
def test_an_import_that_runs_tells_how_far_it_is_and_can_be_looked_at_again(
    live: LivePortal,
) -> None:
    bring(live)
    browser, sent = office(live), module(live)
    browser.open("/biuro/importy")
    browser.submit("/biuro/importy", **sent)
    live.do(_work_a_little)
    page = browser.follow().text
    assert '<progress value="30" max="120"' in page
    assert "25%" in plain(page)
    for path in (browser.answer.url.path, "/biuro/importy"):
        text = browser.open(path).text
        assert tags(text)[0] == "info"
        assert f'href="{path}" id="odswiez"' in text
        assert f'hx-get="{path}" hx-trigger="every 2s"' in text


async def _work_a_little(portal: Portal) -> None:
    claimed = await claim(portal.clock)
    assert claimed is not None
    await tell_progress(claimed, Step(done=30, total=120))


@on_sqlite
def test_a_module_that_is_switched_off_is_not_imported(live: LivePortal) -> None:
    bring(live)
    browser, sent = office(live), module(live)
    browser.open("/biuro/importy")
    live.do(lambda _: execute("UPDATE module SET active = false"))
    assert browser.submit("/biuro/importy", **sent).status_code == 404
    assert live.rows("SELECT count(*) FROM run WHERE state = 'queued'") == [(0,)]
    browser.open("/biuro/importy")
    assert not browser.has_form("/biuro/importy")


@on_sqlite
def test_who_may_only_look_has_no_button(live: LivePortal) -> None:
    bring(live)
    browser = office(live, Role.BOARD)
    browser.open("/biuro/importy")
    assert not browser.has_form("/biuro/importy")


# Words for every code


def reasons() -> list[Reason]:
    return [
        Reason(
            code=code,
            kind=DataKind.ENTRIES,
            measure=Measure.DEBIT,
            expected=123_456_789,
            found=98_765_432,
        )
        for code in ReasonCode
    ]


def test_every_reason_of_the_guard_has_a_sentence_of_its_own() -> None:
    said = words.why(reasons())
    assert len({one.sentence for one in said}) == len(ReasonCode)
    assert not [one for one in said if re.search(r"%\(|\{", "".join((one.sentence, *one.details)))]


@pytest.mark.parametrize(
    ("code", "measure", "figures"),
    [
        (ReasonCode.DEBIT_OFF, None, ["1 234 567,89 zł", "987 654,32 zł"]),
        (ReasonCode.CREDIT_OFF, None, ["1 234 567,89 zł", "987 654,32 zł"]),
        (ReasonCode.TOTALS_DISAGREE, Measure.AMOUNT, ["1 234 567,89 zł", "987 654,32 zł"]),
        (ReasonCode.TOTALS_DISAGREE, Measure.ROWS, ["123 456 789", "98 765 432"]),
        (ReasonCode.NOT_ADDING_UP, None, ["123 456 789", "98 765 432"]),
        (ReasonCode.PREMISES_GONE, None, ["123 456 789", "98 765 432"]),
        (ReasonCode.ROWS_REJECTED, None, ["98 765 432"]),
        (ReasonCode.ALL_BALANCES_ZERO, None, ["98 765 432"]),
    ],
)
def test_money_is_told_as_money_and_rows_as_rows(
    code: ReasonCode, measure: Measure | None, figures: list[str]
) -> None:
    one = Reason(
        code=code,
        kind=DataKind.CHARGES,
        measure=measure,
        expected=123_456_789,
        found=98_765_432,
    )
    (said,) = words.why([one])
    text = " ".join((said.sentence, *said.details)).replace("\u00a0", " ")
    assert sorted(re.findall(r"\d[\d ]*\d(?:,\d\d zł)?", text)) == sorted(figures)


def test_reasons_of_one_kind_become_one_sentence() -> None:
    older = [Reason(code=ReasonCode.OLDER, kind=kind) for kind in DataKind]
    (said,) = words.why(older)
    assert len(said.sentence.partition(":")[2].split(",")) == len(DataKind)


def test_charges_that_are_gone_are_not_told_as_an_empty_export() -> None:
    (empty,) = words.why([Reason(code=ReasonCode.EMPTY)])
    (no_charges,) = words.why([Reason(code=ReasonCode.EMPTY, kind=DataKind.CHARGES)])
    assert empty.sentence != no_charges.sentence


def test_every_problem_says_what_is_wrong_and_what_to_do() -> None:
    assert set(words.PROBLEMS) == set(Problem)
    assert set(FAILURES) == {*ConnectorProblem, *RunProblem}
    every = [*words.PROBLEMS.values(), *FAILURES.values()]
    assert len({advice.what for advice in every}) == len(every)


@pytest.mark.parametrize("code", RemarkCode)
def test_a_remark_names_its_place_and_how_often(code: RemarkCode) -> None:
    told = words.remark(Remark(code=code, source="osoby.csv", detail="PESEL", count=1284))
    assert "osoby.csv PESEL" in told
    assert "1\u00a0284" in told
