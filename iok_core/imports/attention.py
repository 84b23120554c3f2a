"""What imports want of the office: decisions, a look at what failed, newer data."""

from collections.abc import Iterator

import msgspec

from iok_core.db import Clock
from iok_core.identity.service import Permission
from iok_core.imports import history, words
from iok_core.imports.freshness import Freshness, stale
from iok_core.imports.history import ImportLine, Sought, Standing
from iok_core.imports.incomplete import incomplete_accounts
from iok_core.imports.judging import figures_of
from iok_core.imports.publishing import as_of
from iok_core.imports.sources import source_by_id
from iok_core.runs.words import FAILURES
from iok_core.web.attention import Attention
from iok_core.web.filters import day
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import ngettext
from iok_core.web.visitor import Visitor

IMPORTS_PAGE = "/biuro/importy"
ACCOUNTS_PAGE = "/biuro/konta"


async def held(_visitor: Visitor) -> list[Attention]:
    return [
        _of_import(line, _("Decide on import %(number)s"), _first_reason(line))
        for line in await history.sought(Sought(standing=Standing.HELD))
    ]


async def failed(_visitor: Visitor) -> list[Attention]:
    """Modules whose last import failed."""
    return [
        _of_import(line, _("Import %(number)s failed"), _failure(line))
        for line in await history.last_of_each_module()
        if line.standing is Standing.FAILED
    ]


def _of_import(line: ImportLine, text: str, detail: str) -> Attention:
    return Attention(
        text=text % {"number": line.run},
        detail=f"{line.title}. {detail}" if detail else line.title,
        href=f"{IMPORTS_PAGE}/{line.run}",
        permission=Permission.SEE_IMPORTS,
        since=line.finished_at or line.requested_at,
    )


def _first_reason(line: ImportLine) -> str:
    return next((said.sentence for said in words.why(line.why)), "")


def _failure(line: ImportLine) -> str:
    advice = FAILURES.get(line.problem)
    return f"{_(advice.what)}." if advice else ""


class Staleness(msgspec.Struct, frozen=True):
    limits: Freshness
    clock: Clock

    async def look(self, visitor: Visitor) -> list[Attention]:
        """Sources whose data are older than usual."""
        found = []
        for source, gen in visitor.published.items():
            old = stale(await as_of(source, gen), self.limits, self.clock.today())
            if old:
                title = (await source_by_id(source)).title
                kinds = (f"{_(words.KINDS[one.kind])}: {day(one.as_of)}" for one in old)
                found.append(
                    Attention(
                        text=_("Bring in newer data: %(source)s") % {"source": title},
                        detail=_("Older than usual – %(kinds)s") % {"kinds": ", ".join(kinds)},
                        href=IMPORTS_PAGE,
                        permission=Permission.SEE_IMPORTS,
                        since=min(one.since for one in old),
                    )
                )
        return found


async def accounts(visitor: Visitor) -> list[Attention]:
    """Accounts that somebody has to look into; counted when they were imported."""
    found: list[Attention] = []
    for source, gen in visitor.published.items():
        figures = await figures_of(source, gen)
        lacking = len(await incomplete_accounts(source, gen))
        found += _in_doubt(figures.not_adding_up, figures.without_balance, lacking)
    return found


def _in_doubt(wrong: int, without: int, lacking: int) -> Iterator[Attention]:
    if wrong:
        text = ngettext(
            "On %(n)s account the amounts do not add up",
            "On %(n)s accounts the amounts do not add up",
            wrong,
        )
        yield _of_accounts(text, wrong, "not_adding_up")
    if without:
        text = ngettext("%(n)s account has no balance", "%(n)s accounts have no balance", without)
        yield _of_accounts(text, without, "without_balance")
    if lacking:
        yield _of_accounts(_("Rows of accounts were rejected and are missing"), 0, "incomplete")


def _of_accounts(text: str, n: int, doubt: str) -> Attention:
    hidden = _("Residents do not see it at all. Explain it in the accounting system.")
    beside = _("Residents read it beside the amount. Explain it in the accounting system.")
    return Attention(
        text=text % {"n": n},
        detail=hidden if doubt == "without_balance" else beside,
        href=f"{ACCOUNTS_PAGE}?co={doubt}",
        permission=Permission.SEE_IMPORTS,
    )
