"""A document with what no page of it may lack: where the amounts come from, and whose it is."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from iok_core.api import Document, Extract, Provenance
from iok_core.web.cooperative import Cooperative
from iok_core.web.filters import day, moment
from iok_core.web.i18n import gettext as _
from iok_core.web.one_line import clean

_STEM = 80
_KEYS = 6
"""Accounts that are named together; each is named where its amounts are, too."""


class Printout(msgspec.Struct, frozen=True, kw_only=True):
    """What every format is made from. Texts are in the reader's language."""

    document: Document
    lang: str
    cooperative: Cooperative
    origins: tuple[str, ...]
    """For each source: its name, its accounts, when it was loaded, of which days its data are."""
    clause: str
    """Clause 7 of the regulations in plain words."""
    controller: str
    """Who answers for personal data."""
    made_at: datetime

    @property
    def stem(self) -> str:
        """Of the file's name: small letters, digits and hyphens."""
        return stem(self.document.file_name or self.document.title)


def printout(
    document: Document, extract: Extract, cooperative: Cooperative, made_at: datetime
) -> Printout:
    return Printout(
        document=document,
        lang=extract.language,
        cooperative=cooperative,
        origins=tuple(_origins(extract)),
        clause=_(
            "The amounts are for information and are not the only basis of a complaint. They come "
            "automatically from the accounting system; payments from bank statements that have not "
            "been received or booked yet may be missing."
        ),
        controller=cooperative.controller_words,
        made_at=made_at,
    )


def stem(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L"))
    letters = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", letters)[:_STEM].strip("-") or "dokument"


def _origins(extract: Extract) -> Iterable[str]:
    """Accounts of one source are told together."""
    accounts: dict[Provenance, list[str]] = {}
    for account in extract.accounts:
        accounts.setdefault(account.provenance, []).append(account.key)
    for origin, keys in accounts.items():
        yield clean(f"{_source(origin, keys)} {_days(origin)}")


def _source(origin: Provenance, keys: Sequence[str]) -> str:
    told = {
        "source": origin.source,
        "keys": ", ".join([*keys[:_KEYS], *(["…"] if len(keys) > _KEYS else [])]),
        "moment": moment(origin.imported_at),
    }
    return _("Source: %(source)s, account %(keys)s, loaded %(moment)s.") % told


def _days(origin: Provenance) -> str:
    as_of = _as_of(origin.balances, origin.entries, origin.charges)
    if origin.bank_statements is None:
        return as_of
    booked = _("Last bank statement booked: %(day)s.") % {"day": day(origin.bank_statements)}
    return f"{as_of} {booked}"


def _as_of(balances: date, entries: date, charges: date) -> str:
    if balances == entries == charges:
        return _("As of %(day)s.") % {"day": day(balances)}
    text = _("As of: balances %(balances)s, entries %(entries)s, charges %(charges)s.")
    return text % {"balances": day(balances), "entries": day(entries), "charges": day(charges)}
