from collections.abc import Iterator

from iok_core.demo.cooperative.dice import Dice
from iok_core.demo.cooperative.model import Building, Premises, PremisesKind
from iok_core.demo.cooperative.names import plain

STREETS = (  # no two begin with the same three letters
    "Lipowa",
    "Klonowa",
    "Kasztanowa",
    "Wiązowa",
    "Jesionowa",
    "Świerkowa",
    "Dębowa",
    "Brzozowa",
    "Jaśminowa",
    "Różana",
    "Bzowa",
    "Olchowa",
    "Modrzewiowa",
    "Akacjowa",
    "Topolowa",
    "Wierzbowa",
    "Głogowa",
    "Jarzębinowa",
    "Cisowa",
    "Bukowa",
    "Orzechowa",
    "Wrzosowa",
    "Leszczynowa",
    "Źródlana",
)
HOUSES_IN_STREET = 18
FLATS_IN_STAIRCASE = 12
OPENING_BLOCKS = ("FGFGFF", "FGFFFS")  # the premises of the cast: the smallest world is just these
KINDS = {
    "F": PremisesKind.FLAT,
    "G": PremisesKind.GARAGE,
    "P": PremisesKind.PARKING,
    "S": PremisesKind.SHOP,
}
MIX = "F" * 172 + "G" * 17 + "P" * 8 + "S" * 3
PREFIX = {"F": "", "G": "G", "P": "P", "S": "U"}
AREAS = {"F": (3600, 6400), "G": (1500, 2100), "P": (1250, 1250), "S": (3000, 12000)}


def build_blocks(count: int, dice: Dice) -> list[list[Premises]]:
    """`count` premises by building. The first two buildings begin with `OPENING_BLOCKS`."""
    size = max(len(OPENING_BLOCKS[0]), min(60, -(-count // 12)))
    blocks: list[list[Premises]] = []
    for number, first in enumerate(range(0, count, size)):
        building = _building(number, -(-count // size))
        opening = OPENING_BLOCKS[number] if number < len(OPENING_BLOCKS) else ""
        letters = opening + "".join(dice.pick(MIX) for _ in range(min(size, count - first)))
        blocks.append(list(_premises(building, letters[: min(size, count - first)], first, dice)))
    return blocks


def _building(number: int, buildings: int) -> Building:
    streets = min(len(STREETS), -(-buildings // HOUSES_IN_STREET) + 2)
    street = STREETS[number % streets]
    house = number // streets + 1
    return Building(
        street=street,
        code=plain(street[:3]).upper(),
        house=f"{house}A" if house % 7 == 0 else str(house),
        lift=number % 2 == 0,
        own_fund=number % 3 == 1,
    )


def _premises(building: Building, letters: str, first: int, dice: Dice) -> Iterator[Premises]:
    seen = dict.fromkeys(PREFIX, 0)
    for serial, letter in enumerate(letters, first + 1):
        seen[letter] += 1
        number = f"{PREFIX[letter]}{seen[letter]}"
        yield Premises(
            symbol=f"{building.code}{building.house}-{number}",
            building=building,
            kind=KINDS[letter],
            number=number,
            staircase=_staircase(seen[letter]) if letter == "F" else "",
            area=dice.between(*AREAS[letter]) // 5 * 5,
            persons=dice.pick((1, 1, 2, 2, 2, 3, 3, 4)) if letter in "FS" else 0,
            heating_use=dice.between(780, 1150),
            nrb=nrb(serial),
        )


def _staircase(flat: int) -> str:
    return chr(ord("A") + (flat - 1) // FLATS_IN_STAIRCASE)


def nrb(serial: int) -> str:
    """A number with right check digits at sort code 99990000, which no bank has."""
    body = f"99990000{serial:016}"
    return f"{98 - int(body + '252100') % 97:02}{body}"
