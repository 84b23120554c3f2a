"""R-4: what looks like a list of debtors is not announced without a second look."""

import pytest

from iok_core.audit.actions import Action
from iok_core.noticeboard.debtors import Known, Suspicion, suspicion
from tests.noticeboard.town import Town
from tests.offices import text_of

KNOWN = Known(frozenset({("anna", "zolw"), ("jan", "kowalski", "maria")}), frozenset({"lip 14 07"}))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zalegają: Anna Żółw – 1 234,50 zł", Suspicion(names=1)),
        ("ŻÓŁW ANNA\t1234,50", Suspicion(names=1)),
        ("Zadłużenie: Kowalski Jan Maria, lokal nr 7", Suspicion(names=1, premises=1)),
        ("Lipowa 14/7 – 950 zł\nLipowa 14/9 – 95 zł", Suspicion(premises=2)),
        ("mieszkanie 12: 300 zł, m. 14: 20,00", Suspicion(premises=2)),
        ("LIP-14-07 1200 PLN", Suspicion(premises=1)),
        ("Zaległości ma lok. 3", Suspicion(premises=1)),
        ("Anna Żółw zaprasza na zebranie 24.11.2026 o 17:00", Suspicion()),
        ("Od 1.01.2026 opłata wynosi 12,40 zł za m² w budynku Lipowa 14", Suspicion()),
        ("Do 24/11/2026 zapłać 10 zł", Suspicion()),
        ("Przegląd gazu: lokale od 1 do 30, Lipowa 14/7", Suspicion()),
        ("Opłata 40 zł.\n\nBiuro: Lipowa 1 lok. 3", Suspicion()),
    ],
)
def test_r_4_names_and_premises_beside_amounts_look_like_debtors(
    text: str, found: Suspicion
) -> None:
    assert suspicion(text, KNOWN) == found


def test_r_4_it_is_shown_only_after_somebody_has_said_that_it_is_none(town: Town) -> None:
    town.moves_in("Dłużna 1")
    name = f"Osoba Druga{town.number}"
    id_ = town.drafts("Zaległości w opłatach", body=f"{name}: 1 500,00 zł")
    page, clerk = f"/biuro/ogloszenia/{id_}", town.live.browser_of(town.clerk)
    assert "To wygląda jak lista dłużników" in text_of(clerk.open(page).text)
    refused = clerk.submit(f"{page}/pokaz")
    assert refused.status_code == 422
    assert "Zaznacz, że to nie jest lista dłużników" in text_of(refused.text)
    assert town.live.rows("SELECT state FROM announcement WHERE id = {}", id_) == [("draft",)]
    clerk.submit(f"{page}/pokaz", no_debtors="1")
    assert town.live.rows("SELECT state FROM announcement WHERE id = {}", id_) == [("shown",)]
    (row,) = town.live.rows(
        "SELECT meta FROM audit WHERE action = {} AND object_id = {}",
        Action.ANNOUNCEMENT_SHOW.value,
        id_,
    )
    assert '"names":1' in row[0]
    assert name not in row[0]
