"""The invented cooperative's regulations: an earlier version, the one in force, one to come, a
draft that disagrees with the settings; and what it tells people about their data."""

from datetime import date, timedelta
from importlib.resources import files

from iok_core.audit.origin import Origin
from iok_core.portal import Portal
from iok_core.regulations import service as regulations
from iok_core.regulations.checking import Link
from iok_core.regulations.service import Approval
from iok_core.rulebook import drafts, linking, publication
from iok_core.rulebook.links import links_of_draft
from iok_core.rulebook.publication import Announcement, Resolution
from iok_core.rulebook.wording import Wording

BOARD = "Zarząd Spółdzielni"
AHEAD = timedelta(days=21)
CONTROLLER = (
    "Administratorem danych osobowych w rozumieniu art. 4 pkt 7 rozporządzenia Parlamentu "
    "Europejskiego i Rady (UE) 2016/679 (RODO) jest Spółdzielnia Mieszkaniowa „Lipowa” "
    "w Przykładowie, ul. Lipowa 1. Informację o przetwarzaniu danych Spółdzielnia udostępnia "
    "w systemie IOK jako osobny tekst."
)
PAUSE = " Po 10 błędnych hasłach z rzędu logowanie wstrzymuje się na 15 minut."
NOTICE = (
    "Spółdzielnia zastrzega sobie prawo do zmiany zasad funkcjonowania systemu IOK. O zmianie "
    "zawiadamia w systemie co najmniej 14 dni wcześniej."
)
NEW_CLAUSE = (
    "Użytkownik, który nie akceptuje zmienionego Regulaminu, może żądać zamknięcia dostępu do "
    "systemu IOK. Sprawy załatwia wtedy w siedzibie Spółdzielni."
)
SUMMARY = (
    "Logowanie wstrzymuje się po 10 błędnych hasłach, o zmianach regulaminu dowiesz się 14 dni "
    "wcześniej, a kto ich nie akceptuje, może zamknąć dostęp."
)


async def regulate(portal: Portal) -> None:
    number = await _in_force(portal)
    await _disagreeing(portal, await _announced(portal, number))
    text = files("iok_core.demo").joinpath("information.pl.txt").read_text("utf-8").strip()
    await regulations.publish_information(
        text, date(2024, 6, 1), by=Origin.system(), audit=portal.audit, clock=portal.clock
    )


async def _in_force(portal: Portal) -> int:
    wording = await _wording(1)
    clauses = _with(wording.clauses, {4: CONTROLLER})
    closing = _approved_as("14.05.2024", "Protokół Nr 12/2024")
    approval = Approval(
        approved_by=BOARD,
        approved_on=date(2024, 5, 14),
        resolution="Protokół Nr 12/2024",
        in_force_from=date(2024, 6, 1),
    )
    return await regulations.publish(
        Wording(wording.title, clauses, closing).text,
        approval,
        summary="Punkt 4 powołuje się na RODO zamiast na uchyloną ustawę.",
        by=Origin.system(),
        audit=portal.audit,
        clock=portal.clock,
    )


async def _announced(portal: Portal, base: int) -> int:
    book, by, today = portal.rulebook, Origin.operator("demo"), portal.clock.today()
    wording = await _wording(base)
    clauses = _with(wording.clauses, {8: wording.clauses[7] + PAUSE, 13: NOTICE})
    closing = _approved_as(f"{today - AHEAD:%d.%m.%Y}", "Protokół Nr 31")
    draft = await _draft(portal, base, Wording(wording.title, (*clauses, NEW_CLAUSE), closing))
    says = {"identity.brake_failures": (8, 10), "identity.brake_pause": (8, 15)}
    await _say(portal, draft, says | {"regulations.notice_days": (13, 14)})
    resolution = Resolution(
        approved_by=BOARD, approved_on=today - AHEAD, resolution="Protokół Nr 31"
    )
    await publication.approve(draft, 3, resolution, book.tools, by=by)
    announcement = Announcement(in_force_from=today + AHEAD, summary=SUMMARY)
    number = await publication.announce(draft, 4, announcement, book, by=by)
    if isinstance(number, drafts.Refusal):
        raise PermissionError(number)
    return number


async def _disagreeing(portal: Portal, base: int) -> None:
    """Somebody at the office wants five tries; the portal still gives ten."""
    wording = await _wording(base)
    stricter = wording.clauses[7].replace("Po 10", "Po pięciu")
    clauses = _with(wording.clauses, {8: stricter})
    draft = await _draft(portal, base, Wording(wording.title, clauses, wording.closing))
    says = {"identity.brake_failures": (8, 5), "identity.brake_pause": (8, 15)}
    await _say(portal, draft, says)


async def _draft(portal: Portal, base: int, wording: Wording) -> int:
    tools, by = portal.rulebook.tools, Origin.operator("demo")
    draft = await drafts.start(base, tools, by=by)
    if isinstance(draft, drafts.Refusal):
        raise PermissionError(draft)
    await drafts.save(draft, 1, wording, tools, by=by)
    return draft


async def _say(portal: Portal, draft: int, says: dict[str, tuple[int, int]]) -> None:
    book, by = portal.rulebook, Origin.operator("demo")
    links = {one.rule: one for one in await links_of_draft(draft, book.rules)}
    links |= {rule: Link(rule, clause, number) for rule, (clause, number) in says.items()}
    await linking.link(draft, 2, links.values(), book.tools, by=by)


async def _wording(number: int) -> Wording:
    found = await regulations.version(number)
    if found is None:
        raise LookupError(number)
    return Wording.of(regulations.parse(found.text))


def _with(clauses: tuple[str, ...], new: dict[int, str]) -> tuple[str, ...]:
    return tuple(new.get(number, text) for number, text in enumerate(clauses, 1))


def _approved_as(day: str, resolution: str) -> str:
    return (
        f"Niniejszy Regulamin został zatwierdzony przez {BOARD} na posiedzeniu dnia {day} r.\n"
        f"({resolution} z dn. {day} r.)"
    )
