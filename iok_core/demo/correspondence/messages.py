import secrets

from iok_core.demo.correspondence.desk import TOKEN_BYTES, Desk, Letter, Writer, says
from iok_core.submissions.filling import Filling
from iok_core.submissions.pointing import ACCOUNT, FROM, GENERATION
from iok_core.submissions.strangers import Told, take


async def amount(desk: Desk, who: Writer) -> None:
    """A complaint about an amount, whose term ends tomorrow; with what the portal showed."""
    reader = await desk.reader(who)
    sheet = (await reader.accounts(reader.held[0]))[0]

    def typed(_: Filling) -> dict[str, str]:
        return {
            "opis": "W opłacie za ten miesiąc podgrzanie wody jest policzone na więcej osób, niż "
            "mieszka w lokalu. Zmiana była zgłoszona w biurze w lecie.",
            ACCOUNT: str(sheet.account.id),
            GENERATION: str(sheet.generation),
            FROM: "/rozliczenia",
        }

    case = await desk.takes(who, Letter(form="kwota", place="lokal", typed=typed), (19, 13, 22))
    await desk.assigns(case, (17, 9, 40))
    await desk.notes(case, (6, 10, 25), "Pismo z lata jest w teczce lokalu. Naliczenie do korekty?")


async def bicycles(desk: Desk, who: Writer) -> None:
    letter = _message(
        "suggestion",
        "Stojaki na rowery",
        "Przy wejściu brakuje stojaków i rowery stoją w klatce. Może zmieszczą się obok śmietnika?",
    )
    case = await desk.takes(who, letter, (13, 21, 7))
    await desk.answers(
        case,
        (9, 12, 30),
        "Dziękujemy za pomysł. Stojaki przy wejściu są w planie prac na wiosnę, miejsce obok "
        "śmietnika obejrzy inspektor.",
    )


async def balcony(desk: Desk, who: Writer) -> None:
    letter = _message(
        "question",
        "Zabudowa balkonu",
        "Czy na przeszklenie balkonu potrzebna jest zgoda spółdzielni i jakie dokumenty dołączyć?",
    )
    case = await desk.takes(who, letter, (6, 9, 18))
    await desk.answers(
        case,
        (4, 13, 50),
        "Tak, potrzebna jest zgoda zarządu. Wystarczy wniosek ze szkicem i opisem konstrukcji. "
        "Odpowiedź przychodzi w ciągu 30 dni.",
    )


async def no_code(desk: Desk) -> None:
    """From the page for signing in."""
    told = Told(
        name="Ścibor Niebyły",
        said=[
            ("Jak odpowiedzieć", "600 000 066"),
            ("Co się dzieje?", "Po zmianie telefonu portal pyta o kod, a aplikacja jest pusta."),
        ],
        attached=[("Strona", "/potwierdzenie")],
    )
    await take(desk.at((1, 7, 31)), told, secrets.token_hex(TOKEN_BYTES), "192.0.2.0/24")


def _message(kind: str, subject: str, text: str) -> Letter:
    return Letter(form="wiadomosc", typed=says(rodzaj=kind, temat=subject, tresc=text))
