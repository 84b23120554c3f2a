from collections.abc import Sequence

from iok_core.demo.correspondence.desk import Desk, Letter, Writer, says
from iok_core.submissions import following
from iok_core.submissions.joining import follow
from iok_core.submissions.kinds import State

FLAT, BUILDING = "lokal", "budynek"


async def radiator(desk: Desk, who: Writer) -> None:
    """Repaired, and rated."""
    says_so = _fault(
        FLAT,
        rodzaj="heating",
        opis="Grzejnik w łazience jest zimny od góry do dołu, pozostałe grzeją. Odpowietrzanie "
        "nic nie dało.",
        wejscie="at_home",
        kiedy="w dni robocze po 16",
        telefon="600 000 011",
    )
    case = await desk.takes(who, says_so, (16, 18, 12))
    await desk.assigns(case, (15, 8, 5))
    await desk.answers(
        case,
        (15, 8, 20),
        "Dzień dobry,\nkonserwator przyjdzie jutro między 16 a 18. Proszę udostępnić grzejnik.",
        State.IN_PROGRESS,
    )
    await desk.notes(case, (14, 17, 40), "Zacięty zawór termostatyczny, wymieniony na nowy.")
    await desk.answers(
        case, (13, 9, 10), "Zawór przy grzejniku jest wymieniony, instalacja odpowietrzona."
    )
    await following.rate(desk.at((12, 19, 30)), case, 5, by=who.by)


async def damp_stain(desk: Desk, who: Writer, photo: int) -> None:
    """With a photo; nobody has answered in time."""
    says_so = _fault(
        BUILDING,
        rodzaj="roof",
        opis="Na suficie przy wejściu na strych rośnie mokra plama. Po ostatnich deszczach jest "
        "dwa razy większa.",
        wejscie="not_needed",
        telefon="600 000 022",
        photos=[photo],
    )
    await desk.takes(who, says_so, (10, 20, 41))


async def drain(desk: Desk, who: Writer) -> None:
    """Waits for what the resident says to a question."""
    says_so = _fault(
        FLAT,
        rodzaj="water",
        opis="Woda w brodziku schodzi bardzo wolno i bulgocze w umywalce.",
        wejscie="away",
        telefon="600 000 033",
    )
    case = await desk.takes(who, says_so, (4, 7, 55))
    await desk.assigns(case, (3, 9, 30))
    await desk.answers(
        case,
        (3, 9, 35),
        "Hydraulik może przyjść w środę między 10 a 12. Czy ktoś będzie w mieszkaniu?",
        State.RETURNED,
    )


async def front_door(desk: Desk, who: Sequence[Writer]) -> None:
    """Of a common part: two neighbours follow it instead of reporting it once more."""
    first, *others = who
    says_so = _fault(
        BUILDING,
        rodzaj="door",
        opis="Drzwi wejściowe nie domykają się, samozamykacz przepuszcza. W klatce jest zimno.",
        wejscie="not_needed",
        telefon="600 000 022",
    )
    case = await desk.takes(first, says_so, (5, 16, 3))
    for day, other in zip((4, 3), others, strict=True):
        ctx = desk.at((day, 18, 20))
        await follow(ctx, case, await desk.reader(other), by=other.by)
    await desk.assigns(case, (4, 8, 15))
    await desk.notes(case, (4, 11, 0), "Samozamykacz zamówiony u dostawcy, montaż po dostawie.")
    await desk.answers(
        case,
        (4, 11, 5),
        "Nowy samozamykacz jest zamówiony. Do montażu drzwi są wyregulowane tak, że się domykają.",
        State.IN_PROGRESS,
    )


async def staircase_light(desk: Desk, neighbour: Writer, resident: Writer) -> None:
    """Told on the telephone, and followed by the resident of demo.json."""
    says_so = _fault(
        BUILDING,
        rodzaj="other",
        opis="Na drugim piętrze nie świeci lampa, wieczorem jest zupełnie ciemno.",
        wejscie="not_needed",
        telefon="600 000 044",
        phoned=True,
    )
    case = await desk.takes(neighbour, says_so, (3, 10, 12))
    ctx = desk.at((2, 17, 45))
    await follow(ctx, case, await desk.reader(resident), by=resident.by)


async def intercom(desk: Desk, one: Writer, other: Writer) -> None:
    """The same from two neighbours, to be joined."""
    first = _fault(
        BUILDING,
        rodzaj="door",
        opis="Domofon nie dzwoni w żadnym mieszkaniu na parterze.",
        wejscie="not_needed",
        telefon="600 000 033",
    )
    second = _fault(
        BUILDING,
        rodzaj="door",
        opis="Od wczoraj nie działa domofon, goście muszą dzwonić na komórkę.",
        wejscie="not_needed",
        telefon="600 000 055",
    )
    await desk.takes(one, first, (2, 15, 20))
    await desk.takes(other, second, (2, 16, 5))


def _fault(place: str, *, photos: Sequence[int] = (), phoned: bool = False, **typed: str) -> Letter:
    return Letter(form="usterka", place=place, typed=says(**typed), photos=photos, phoned=phoned)
