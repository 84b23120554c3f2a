"""What hangs on the noticeboard of the demonstration."""

from iok_core.audit.origin import Origin
from iok_core.demo.correspondence.days import StoppedClock
from iok_core.identity.slips import Signing
from iok_core.noticeboard import filing, writing
from iok_core.noticeboard.announcements import Wording, announcement
from iok_core.noticeboard.audience import Audience
from iok_core.noticeboard.writing import Board, Refusal
from iok_core.portal import Portal

_BODY = """W najbliższych tygodniach kominiarz sprawdzi przewody wentylacyjne we wszystkich \
mieszkaniach.

Godziny dla każdego piętra są w załączniku. Prosimy o dostęp do kratek w kuchni i w łazience. \
Przegląd trwa kilka minut i nic nie kosztuje."""
_SCHEDULE = Signing(
    title="Przegląd kominiarski – harmonogram",
    said=(
        "Dzień przeglądu w budynku wisi na klatce tydzień wcześniej.",
        "Kto nie może w tych godzinach, umawia inny termin w biurze.",
    ),
    signatures=(),
    facts=(
        ("parter", "8.00–9.30"),
        ("I piętro", "9.30–11.00"),
        ("II piętro", "11.00–12.30"),
        ("III piętro i strych", "12.30–14.00"),
    ),
)


async def announce(portal: Portal, by: Origin, when: StoppedClock) -> None:
    """With an attachment, to everybody."""
    board = Board(portal.audit, when)
    content = await portal.slip_printer.signing(_SCHEDULE, when.now())
    plan = _done(await filing.attach(board, "Harmonogram przeglądu", content, by=by))
    wording = Wording(
        title="Przegląd kominiarski", body=_BODY, audience=Audience(), since=when.today()
    )
    saved = _done(await writing.save(board, None, wording, [plan], by=by))
    found = await announcement(saved)
    if found is None or await writing.show(board, found, by=by) is not None:
        raise PermissionError(saved)


def _done(made: int | Refusal) -> int:
    if isinstance(made, Refusal):
        raise PermissionError(made)
    return made
