"""Announcements from the draft to whoever reads them, and to nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from iok_core.noticeboard.commands import group
from iok_core.noticeboard.kinds import Group
from iok_core.noticeboard.writing import tell_begun
from iok_core.notices.turning import Turning
from iok_core.portal import Portal
from iok_core.premises.holders import Place
from tests.noticeboard.town import Town
from tests.offices import text_of
from tests.portal import LivePortal

DAY = timedelta(days=1)
PAGE = "/biuro/ogloszenia"


def test_k02_9_a_resident_reads_what_is_aimed_at_them_and_nothing_else(live: LivePortal) -> None:
    town = Town(live)
    anna, jan = town.moves_in("Lipowa 1", "A"), town.moves_in("Lipowa 1", "B")
    ours = town.announces("Klatka A", Place("Lipowa 1", "A"))
    town.announces("Cały budynek", Place("Lipowa 1", ""))
    town.announces("Dla wszystkich")
    town.announces("Dla najemców", group=Group.TENANTS)
    town.announces("Od jutra", since=town.today + DAY)
    town.drafts("Projekt")
    hers, his = town.reads(anna), town.reads(jan)
    titles = ["Klatka A", "Cały budynek", "Dla wszystkich", "Dla najemców", "Od jutra", "Projekt"]
    assert [title for title in titles if title in hers] == titles[:3]
    assert [title for title in titles if title in his] == titles[1:3]
    assert [title for title in titles if title in town.reads(anna, "/")] == titles[:3]
    assert "Treść." in town.reads(anna, f"/ogloszenia/{ours}")
    browser = live.browser_of(jan)
    assert browser.open(f"/ogloszenia/{ours}").status_code == 404
    sql = "SELECT object_kind, object_id FROM audit WHERE action = 'object_denied'"
    assert live.rows(sql) == [("announcement", ours)]


def test_k02_9_the_newest_first_day_stands_on_top_and_the_last_day_still_counts(
    live: LivePortal,
) -> None:
    town = Town(live)
    who, today = town.moves_in("Lipowa 1"), town.today
    for title, since, until in (
        ("Przedostatnie", today - DAY, today),
        ("Najdawniejsze", today - 3 * DAY, None),
        ("Dzisiejsze", today, None),
        ("Dzisiejsze późniejsze", today, today + DAY),
    ):
        town.announces(title, since=since, until=until)
    titles = ["Dzisiejsze późniejsze", "Dzisiejsze<", "Przedostatnie", "Najdawniejsze"]
    page, home = town.reads(who), town.reads(who, "/")
    places = [page.index(f">{title}") for title in titles]
    assert places == sorted(places)
    assert [title for title in titles if f">{title}" in home] == titles[:3]  # of the newest


def test_k02_9_who_has_opened_it_is_recorded_once_and_the_office_sees_how_many(
    town: Town,
) -> None:
    who, other = town.moves_in("Sosnowa 1"), town.moves_in("Sosnowa 1")
    id_ = town.announces("Przegląd kominów", Place("Sosnowa 1", ""))
    assert "nowe" in text_of(town.reads(who)).split()
    for _ in range(2):
        town.reads(who, f"/ogloszenia/{id_}")
    assert "nowe" not in text_of(town.reads(who)).split()
    sql = "SELECT person FROM announcement_sight WHERE announcement = {}"
    assert town.live.rows(sql, id_) == [(who.person,)]
    office = text_of(town.live.browser_of(town.clerk).open(f"{PAGE}/{id_}").text)
    assert "Może przeczytać w portalu 2 osoby" in office
    assert "Otworzyło 1 osoba" in office
    assert other.person


def test_k02_9_what_is_over_stands_among_the_earlier_and_what_is_withdrawn_nowhere(
    town: Town,
) -> None:
    who = town.moves_in("Bukowa 1")
    place = Place("Bukowa 1", "")
    over, gone = town.announces("Było wczoraj", place), town.announces("Wycofane", place)
    sql = "UPDATE announcement SET shown_since = {}, shown_until = {} WHERE id = {}"
    town.live.rows(sql, town.today - DAY, town.today - DAY, over)
    town.withdraws(gone)
    page = text_of(town.reads(who))
    assert "Wcześniejsze, z ostatnich 12 miesięcy Było wczoraj" in page
    assert "Wycofane" not in page
    assert "Było wczoraj" not in town.reads(who, "/")
    assert "już nieaktualne" in town.reads(who, f"/ogloszenia/{over}")
    assert town.live.browser_of(who).open(f"/ogloszenia/{gone}").status_code == 404


def test_k02_9_a_draft_is_written_looked_at_corrected_and_then_shown(town: Town) -> None:
    who = town.moves_in("Klonowa 1", "A")
    clerk = town.live.browser_of(town.clerk)
    page = clerk.open(f"{PAGE}/nowe").text
    box = page.split("Klonowa 1<")[0].rpartition('name="p')[2][:16]
    sent = {"title": "Mycie okien", "body": "W piątek.\r\n\r\nProsimy o zamknięcie okien."}
    clerk.submit(f"{PAGE}/nowe", **sent, reach="places", group="everybody", **{f"p{box}": "1"})
    review = text_of(clerk.follow().text)
    assert "Tak zobaczą to mieszkańcy" in review
    assert "Klonowa 1" in review
    assert "Mycie okien" not in town.reads(who)
    here = clerk.answer.url.path
    clerk.open(f"{here}/tekst")
    assert clerk.form(f"{here}/tekst")[f"p{box}"] == "1"
    kept = {"body": "W sobotę.", "reach": "places", "group": "everybody"}
    clerk.submit(f"{here}/tekst", **kept)
    clerk.follow()
    clerk.submit(f"{here}/pokaz")
    assert "Mycie okien" in town.reads(who)
    assert clerk.open(f"{here}/tekst").headers["location"] == here


def test_k02_9_what_somebody_changed_after_the_look_is_not_shown(town: Town) -> None:
    id_ = town.drafts("Obejrzane")
    clerk = town.live.browser_of(town.clerk)
    clerk.open(f"{PAGE}/{id_}")
    town.live.rows("UPDATE announcement SET revision = revision + 1 WHERE id = {}", id_)
    refused = clerk.submit(f"{PAGE}/{id_}/pokaz")
    assert refused.status_code == 422
    assert "w międzyczasie zmieniło" in text_of(refused.text)
    assert town.live.rows("SELECT state FROM announcement WHERE id = {}", id_) == [("draft",)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": ""}, "Wpisz tytuł"),
        ({"body": "x" * 2001}, "Skróć"),
        ({"body": "Jan\u202ewok"}, "ukryte znaki"),
        ({"reach": "places"}, "Zaznacz co najmniej jeden budynek lub klatkę"),
        ({"reach": "premises"}, "Wpisz symbole lokali"),
        ({"reach": "premises", "premises": "1/99\n"}, "Nie ma lokalu o symbolu „1/99”"),
        ({"reach": "moon"}, "Wybierz, kogo dotyczy"),
        ({"since": "wczoraj"}, "Wpisz dzień"),
        ({"until": "2020-01-01"}, "Ostatni dzień nie może być przed pierwszym"),
        ({"outage": "water"}, "Wpisz dzień"),
        ({"outage": "water", "begins_on": "2030-01-01", "begins_at": "25:00"}, "Wpisz godzinę"),
        (
            {"outage": "water", "begins_on": "2030-01-01", "begins_at": "8:00"},
            "Wpisz, kiedy to się kończy",
        ),
        (
            {
                "outage": "water",
                "begins_on": "2030-01-01",
                "begins_at": "8:00",
                "ends_on": "2030-01-01",
                "ends_at": "07.59",
            },
            "Koniec nie może być przed początkiem",
        ),
    ],
)
def test_k02_9_what_is_wrong_is_said_and_what_was_typed_stays(
    town: Town, given: dict[str, str], said: str
) -> None:
    clerk = town.live.browser_of(town.clerk)
    clerk.open(f"{PAGE}/nowe")
    known = {"title": "Tytuł", "body": "Zostaje to", "reach": "all", "group": "everybody"}
    answer = clerk.submit(f"{PAGE}/nowe", **(known | given))
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert ("Zostaje to" in answer.text) == ("body" not in given)


def test_k02_9_word_of_it_goes_to_whom_it_reaches_when_its_first_day_has_come(
    town: Town,
) -> None:
    who, other = town.moves_in("Dębowa 1"), town.moves_in("Dębowa 2")
    id_ = town.announces("Jutro", Place("Dębowa 1", ""), since=town.today + DAY)

    def told() -> list[tuple[int]]:
        town.live.do(_turn)
        sql = "SELECT person FROM notice WHERE kind = 'announced' AND person IN ({}, {})"
        return town.live.rows(sql, who.person, other.person)

    assert told() == []
    town.live.rows("UPDATE announcement SET shown_since = {} WHERE id = {}", town.today, id_)
    for _ in range(2):
        town.live.do(lambda portal: tell_begun(portal.clock))
    assert told() == [(who.person,)]
    events = "SELECT count(*) FROM event WHERE kind = 'announced' AND subject LIKE {}"
    assert town.live.rows(events, f'%"announcement":{id_}}}') == [(1,)]
    withdrawn = town.announces("Zaraz wycofane", Place("Dębowa 2", ""))
    town.withdraws(withdrawn)
    assert told() == [(who.person,)]


async def _turn(portal: Portal) -> None:
    await Turning(portal.notices).turn()


def test_k02_9_a_draft_may_be_thrown_away_and_what_was_shown_may_not(town: Town) -> None:
    draft, shown = town.drafts("Do kosza", Place("Dębowa 1", "")), town.announces("Zostaje")
    clerk = town.live.browser_of(town.clerk)
    clerk.open(f"{PAGE}/{draft}")
    assert clerk.submit(f"{PAGE}/{draft}/usun").headers["location"] == PAGE
    assert clerk.open(f"{PAGE}/{draft}").status_code == 404
    clerk.open(PAGE)
    clerk.http.post(f"{PAGE}/{shown}/usun", data=clerk.form("/wyloguj"))
    assert "Zostaje" in clerk.open(f"{PAGE}/{shown}").text


def test_k02_9_an_operator_reads_of_each_whom_it_is_for_and_not_what_it_says(town: Town) -> None:
    who = town.moves_in("Bukowa 1")
    id_ = town.announces("Kanarek w piwnicy", Place("Bukowa 1", ""), group=Group.OWNERS)
    town.reads(who, f"/ogloszenia/{id_}")

    class Shell:
        def with_noticeboard(self, work: Any) -> Any:
            return town.live.do(lambda _: work())

    said = CliRunner().invoke(group, ["list"], obj=Shell()).output
    (line,) = [one for one in said.splitlines() if one.split()[0] == str(id_)]
    assert line.split()[1:] == [
        *("shown", str(town.today), "to", "-", "places/owners", "opened", "1", "files", "0"),
    ]
    assert "Kanarek" not in said
