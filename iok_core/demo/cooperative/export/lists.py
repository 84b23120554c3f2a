from collections.abc import Iterator
from datetime import date
from pathlib import Path

from iok_core.demo.cooperative.export.text import Counted, day, hundredths, write
from iok_core.demo.cooperative.model import Account, Party, Premises, Title
from iok_core.demo.cooperative.world import World

PREMISES = (
    "Symbol;Rodzaj lokalu;Ulica;Numer domu;Numer lokalu;Budynek;Klatka;Metraż;Liczba osób;NRB"
)
PARTIES = "Nazwa pełna;Symbol;Typ osoby;E-mail;Adres do korespondencji"
TITLES = "Kontrahent;Lokal;Od;Do;Rodzaj prawa;Członek;Udział"
ACCOUNTS = "Typ konta;Numer konta;Kontrahent;Opis konta;Symbole lokali"


def write_lists(world: World, folder: Path, as_of: date) -> Iterator[Counted]:
    for file, title, header, rows in (
        ("lokale.csv", "Lokale", PREMISES, map(_premises, world.premises)),
        ("kontrahenci.csv", "Kontrahenci", PARTIES, map(_party, world.parties)),
        ("tytuly.csv", "Tytuły prawne", TITLES, map(_title, world.titles)),
        ("konta.csv", "Konta rozrachunkowe", ACCOUNTS, map(_account, world.accounts)),
    ):
        yield Counted(file, title, as_of, write(folder / file, header, rows))


def _premises(premises: Premises) -> str:
    building = premises.building
    return ";".join(
        (
            premises.symbol,
            premises.kind,
            building.street,
            building.house,
            premises.number,
            f"{building.street} {building.house}",
            premises.staircase,
            hundredths(premises.area),
            str(premises.persons or ""),
            premises.nrb,
        )
    )


def _party(party: Party) -> str:
    return f"{party.name};{party.key};{party.form};{party.email};{party.address}"


def _title(title: Title) -> str:
    share = f"{title.share.numerator}/{title.share.denominator}"
    member = "T" if title.member else "N"
    return (
        f"{title.party.key};{title.premises.symbol};{day(title.since)};{day(title.until)};"
        f"{title.right};{member};{share}"
    )


def _account(account: Account) -> str:
    symbols = "+".join(premises.symbol for premises in account.premises)
    return f"{account.kind};{account.number};{account.party.key};{account.party.name};{symbols}"
