"""The amount that somebody is looking at when they write: attached as the portal showed it.

It is read when the form is sent for the first time and kept with the draft from then on: an import
that comes later changes nothing of it.
"""

from typing import Any

import msgspec
from msgspec import field

from iok_core.ledger.sheets import Reader, Sheet
from iok_core.submissions.answers import Line
from iok_core.web.filters import day, moment, money
from iok_core.web.forms import Form
from iok_core.web.gates import NotYours
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import speaking

ACCOUNT, GENERATION, FROM = "_konto", "_gen", "_strona"
SHOWN = "_pokazano"
"""What is kept in the draft beside what was typed."""


class Pointed(msgspec.Struct):
    """The link beside an amount says it, and the form carries it on unseen."""

    account: int | None = field(default=None, name=ACCOUNT)
    generation: int | None = field(default=None, name=GENERATION)
    page: str = field(default="", name=FROM)


async def shown(reader: Reader, form: Form[Any]) -> list[Line]:
    """Nothing, where no account was named. Raises NotYours."""
    if not form.ok or form.struct.account is None:
        return []
    pointed = form.struct
    sheet = await reader.account(pointed.account)
    if sheet is None:
        raise NotYours("account", pointed.account)
    with speaking("pl"):  # what the office reads
        return _lines(sheet, pointed)


def _lines(sheet: Sheet, pointed: Pointed) -> list[Line]:
    origin, owed = sheet.provenance, sheet.statement.closing
    lines = [
        (_state(owed), money(abs(owed))),
        (_("As of"), day(origin.balances)),
        (_("Source"), origin.title),
        (_("Account"), sheet.account.key),
        (_("Import"), str(sheet.generation)),
        (_("Loaded"), moment(origin.imported_at)),
    ]
    if origin.bank_statements:
        lines.append((_("Bank statements until"), day(origin.bank_statements)))
    if pointed.page in ("/", "/rozliczenia", f"/rozliczenia/{sheet.account.id}"):
        lines.append((_("Page"), pointed.page))
    if pointed.generation not in (None, sheet.generation):
        said = _("The page showed the import %(number)s.") % {"number": pointed.generation}
        lines.append((_("Newer data came meanwhile"), said))
    return lines


def _state(owed: int) -> str:
    if owed == 0:
        return _("All paid")
    return _("To pay") if owed > 0 else _("Overpayment")


def kept(typed: str) -> list[Line]:
    """As a draft has it."""
    return [(name, value) for name, value in msgspec.json.decode(typed, type=list[tuple[str, str]])]


def to_keep(lines: list[Line]) -> str:
    return msgspec.json.encode(lines).decode()
