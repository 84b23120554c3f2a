"""Ten things that residents have sent in, of all kinds, as a clerk finds them one morning."""

from datetime import timedelta

from iok_core.api import Desk
from iok_core.audit.origin import Origin
from iok_core.db import execute
from iok_core.portal import Portal
from iok_core.submissions.answer_templates import NewTemplate, add_template
from iok_core.submissions.strangers import Told, take
from tests.submissions.sent import FAULT, add_submission, picture

HEATING = FAULT | {"rodzaj": "heating", "opis": "Kaloryfer w dużym pokoju jest zimny od rana"}
GAS = FAULT | {"rodzaj": "gas", "opis": "Czuć gaz przy liczniku na klatce", "wejscie": "not_needed"}
DOOR = FAULT | {"rodzaj": "door", "opis": "Domofon nie dzwoni", "wejscie": "not_needed"}
WATER = FAULT | {"opis": "Cieknie kran w kuchni, podstawione jest wiadro"}
ROLE = {
    "question": ("Klucz do wózkowni", "Gdzie i w jakich godzinach można odebrać klucz?"),
    "suggestion": ("Stojak na rowery", "Przydałby się stojak przed wejściem."),
    "technical": ("Wyciąg się nie otwiera", "Po naciśnięciu „PDF” nic się nie dzieje."),
    "complaint": ("Brak odpowiedzi", "Od miesiąca czekam na odpowiedź na pismo."),
}
TEMPLATE = "Klucz można odebrać w biurze, w pokoju 4, w godzinach przyjęć."


async def ten_cases(portal: Portal, persons: list[int], clerk: int) -> dict[str, int]:
    """Their ids, by a short name; and one template of answers."""
    one, two, three = persons
    year = portal.clock.today().replace(month=1, day=1).isoformat()
    made = {
        "overdue": await add_submission(portal, two, typed=WATER),
        "gas": await add_submission(portal, one, typed=GAS, photos=[picture("peru")]),
        "heating": await add_submission(portal, two, typed=HEATING),
        "door": await add_submission(portal, three, typed=DOOR, place=-1),
        "occupants": await add_submission(
            portal, two, "liczba-osob", {"liczba": "7", "od": year, "uwagi": "Wróciła córka"}
        ),
        "amount": await add_submission(
            portal, three, "kwota", {"opis": "Wpłata z maja nie jest policzona"}
        ),
    }
    for kind, (subject, text) in ROLE.items():
        typed = {"rodzaj": kind, "temat": subject, "tresc": text}
        made[kind] = await add_submission(portal, one, "wiadomosc", typed)
    told = Told(name="Zenobia Kanarkowa", said=[("Telefon", "600 100 200")], attached=[])
    await take(portal.submissions, told, "f" * 32, "198.51.100.0/24")
    await execute(
        "UPDATE submission SET sent_at = {}, due_on = {} WHERE id = {}",
        portal.clock.now() - timedelta(days=30),
        portal.clock.today() - timedelta(days=23),
        made["overdue"],
    )
    new = NewTemplate(Desk.OFFICE, "Klucz do wózkowni", TEMPLATE)
    await add_template(portal.submissions, new, by=Origin.staff(clerk))
    return made
