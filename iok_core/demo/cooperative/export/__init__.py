"""The files as an accounting program would export them.

Text in cp1250, fields apart by `;`, no quotes, lines end in CRLF, the first line names the columns.
Amounts and quantities `1 234,56` (ordinary blank; an empty amount is nought), dates `dd.mm.yyyy`,
months `mm.yyyy`. Wn = the resident owes, Ma = paid or credited.

lokale.csv      premises, keyed by Symbol. Metraż in m2; Klatka and Liczba osób may be empty.
kontrahenci.csv payers, keyed by Symbol. A couple is one payer; E-mail may be empty.
tytuly.csv      titles: Lokal, Kontrahent, Od and Do (last day included, empty = still in force),
                Udział `n/m`, Członek T/N.
konta.csv       settlement accounts, keyed by Numer konta; Typ konta is eksploatacja, fundusz
                remontowy or odsetki; Symbole lokali are joined by `+`.
zapisy.csv      entries, keyed by Nr zapisu, which stays from export to export. Typ: NAL charge,
                KOR credit note, ROZ heating settlement, NO interest note, PK transfer between
                accounts, WB bank, KP cash. Dokument is not unique.
naliczenia.csv  charge components; Konto and Dokument lead to their entry (NAL, KOR or ROZ), whose
                amount they sum to. A co-owner's Wartość is a part of Ilość x Cena.
salda.csv       per account: Bilans otwarcia, Obroty, Bilans zamknięcia, each Wn and Ma.
liczniki.csv    water meters of the flats, keyed by Numer. Dates of installation and legalisation.
odczyty.csv     what they showed (Stan, `12,345` of m3), one row for a meter and day; no key.
sumy.csv        per kind: file, rows, Suma Wn, Suma Ma, Stan na. Naliczenia: Suma Wn = sum of
                Wartość. Salda: sums of Bilans zamknięcia. The last line dates the last booked bank
                statement.
"""

from datetime import date
from pathlib import Path

from iok_core.demo.cooperative.export.books import write_books
from iok_core.demo.cooperative.export.lists import write_lists
from iok_core.demo.cooperative.export.metering import write_meters
from iok_core.demo.cooperative.export.text import Counted, day, money, write
from iok_core.demo.cooperative.workdays import last_booked_statement
from iok_core.demo.cooperative.world import ENTRIES_LAG, World

HEADER = "Plik;Zawartość;Stan na;Wiersze;Suma Wn;Suma Ma"


def write_export(world: World, folder: Path, as_of: date) -> None:
    """Writes the ten files into `folder`, made if missing.

    A later `as_of` of the same world repeats every entry of an earlier one; one before the
    world's own day is a ValueError.
    """
    if as_of < world.today:
        raise ValueError(f"this world can be exported as of {world.today} or later, not {as_of}")
    folder.mkdir(parents=True, exist_ok=True)
    until = as_of - ENTRIES_LAG
    counts = [
        *write_lists(world, folder, as_of),
        *write_books(world, folder, until),
        *write_meters(world, folder, as_of, until),
    ]
    bank = day(last_booked_statement(until))
    write(folder / "sumy.csv", HEADER, [*map(_row, counts), f";Wyciągi bankowe;{bank};;;"])


def _row(count: Counted) -> str:
    debit, credit = money(count.debit), money(count.credit)
    return f"{count.file};{count.title};{day(count.as_of)};{count.rows};{debit};{credit}"
