"""The usual Polish words of accounting programs for what the portal knows."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from iok_core.api import AccountKind, Medium, PartyForm, PremisesKind, ReadingKind, TitleKind

T = TypeVar("T")
Kind = TypeVar("Kind", bound=StrEnum)


def _known(kinds: type[Kind], words: Mapping[Kind, tuple[str, ...]]) -> dict[str, Kind]:
    """The portal's own names are understood as well."""
    return {kind.value: kind for kind in kinds} | {
        word: kind for kind, several in words.items() for word in several
    }


PREMISES_KINDS = _known(
    PremisesKind,
    {
        PremisesKind.FLAT: ("mieszkanie", "lokal mieszkalny", "mieszkalny"),
        PremisesKind.GARAGE: ("garaż", "boks garażowy"),
        PremisesKind.PARKING: ("miejsce postojowe", "miejsce parkingowe", "parking"),
        PremisesKind.CELLAR: ("piwnica", "komórka", "komórka lokatorska"),
        PremisesKind.COMMERCIAL: ("lokal użytkowy", "użytkowy"),
    },
)
PARTY_FORMS = _known(
    PartyForm,
    {
        PartyForm.PERSON: ("osoba", "osoba fizyczna"),
        PartyForm.COUPLE: ("małżeństwo", "małżonkowie"),
        PartyForm.COMPANY: ("firma", "spółka", "osoba prawna"),
        PartyForm.MUNICIPALITY: ("gmina", "miasto"),
    },
)
TITLE_KINDS = _known(
    TitleKind,
    {
        TitleKind.TENANCY: (
            "lokatorskie",
            "spółdzielcze lokatorskie",
            "spółdzielcze lokatorskie prawo do lokalu",
        ),
        TitleKind.COOPERATIVE_OWNERSHIP: (
            "własnościowe",
            "spółdzielcze własnościowe",
            "spółdzielcze własnościowe prawo do lokalu",
        ),
        TitleKind.OWNERSHIP: ("odrębna własność", "odrębna własność lokalu", "własność"),
        TitleKind.LEASE: ("najem", "umowa najmu"),
        TitleKind.GARAGE_AGREEMENT: ("umowa o garaż",),
        TitleKind.EXPECTANCY: ("ekspektatywa",),
        TitleKind.NONE: ("bez tytułu", "bez tytułu prawnego", "brak tytułu"),
    },
)
ACCOUNT_KINDS = _known(
    AccountKind,
    {
        AccountKind.OPERATING: ("eksploatacja", "opłaty", "czynsz"),
        AccountKind.RENOVATION: ("fundusz remontowy", "remonty"),
        AccountKind.INTEREST: ("odsetki",),
        AccountKind.WATER: ("woda", "woda i kanalizacja"),
        AccountKind.HEAT: ("ogrzewanie", "centralne ogrzewanie", "co", "c.o."),
        AccountKind.COURT_COSTS: ("koszty sądowe",),
    },
)
MEDIA = _known(
    Medium,
    {
        Medium.COLD_WATER: ("zimna woda", "woda zimna", "zw"),
        Medium.HOT_WATER: ("ciepła woda", "woda ciepła", "cw", "cwu"),
        Medium.HEAT: ("ciepło", "ogrzewanie", "co", "c.o."),
        Medium.GAS: ("gaz",),
        Medium.ELECTRICITY: ("prąd", "energia elektryczna"),
    },
)
READING_KINDS = _known(
    ReadingKind,
    {
        ReadingKind.ACTUAL: ("odczyt", "rzeczywisty"),
        ReadingKind.ESTIMATED: ("szacowany", "szacunkowy", "szacunek"),
        ReadingKind.REMOTE: ("zdalny", "radiowy"),
        ReadingKind.DECLARED: ("podany", "deklarowany", "odczyt własny"),
    },
)
YES_NO = {
    **dict.fromkeys(("t", "tak", "1", "prawda"), True),
    **dict.fromkeys(("n", "nie", "0", "fałsz"), False),
}


def understood(usual: Mapping[str, T], own: Mapping[str, T]) -> dict[str, T]:
    """Case does not matter; the program's own words come before the usual ones."""
    return {**usual, **{word.strip().casefold(): meaning for word, meaning in own.items()}}
