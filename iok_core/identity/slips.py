"""Slips and what is signed for them, on paper. Set in the moment of issuing and kept nowhere."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from io import BytesIO

import msgspec
import segno

from iok_core.identity.issuing import Issued
from iok_core.web.cooperative import Cooperative
from iok_core.web.filters import day, identifier, moment, orphans
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import language
from iok_core.web.typesetting import Typesetter

SLIP, RECEIPT = "slip.typ", "receipt.typ"
LOSS_PAGE = "/utrata"


class SlipForm(StrEnum):
    SHEET = "sheet"
    """A4, folded twice for a window envelope."""
    STRIP = "strip"
    """A third of A4, to be cut."""


class Addressee(msgspec.Struct, frozen=True):
    """Whom a slip is for, and the lines below the name."""

    name: str
    lines: Sequence[str] = ()


class Signing(msgspec.Struct, frozen=True, kw_only=True):
    """What is signed: by one person, with facts; by many, with a row for each."""

    title: str
    said: Sequence[str]
    signatures: Sequence[str]
    facts: Sequence[tuple[str, str]] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


class _Slip(msgspec.Struct, frozen=True, kw_only=True):
    to: Sequence[str]
    day: str
    secrets: Sequence[tuple[str, str]]
    valid: str
    freeze: str


class _Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that stands in the file, in words that are ready."""

    lang: str
    title: str
    author: str
    address: str
    foot: Sequence[str]
    receipt: Signing | None
    form: SlipForm = SlipForm.SHEET
    portal_label: str = ""
    portal: str = ""
    code: str = ""
    code_says: str = ""
    first_label: str = ""
    first: Sequence[str] = ()
    rules_label: str = ""
    rules: Sequence[str] = ()
    slips: Sequence[_Slip] = ()


class SlipPrinter:
    """Made once per process. `address`: of the portal; `loss_page`: it has one (LOSS_PAGE)."""

    def __init__(
        self, typesetter: Typesetter, cooperative: Cooperative, address: str, *, loss_page: bool
    ) -> None:
        self._typesetter = typesetter
        self._templates = {name: typesetter.template(name) for name in (SLIP, RECEIPT)}
        self._us = cooperative
        self._address = address
        self._loss_page = loss_page
        self._code = _code_of(address)

    async def slips(
        self,
        issued: Sequence[tuple[Addressee, Issued]],
        form: SlipForm,
        at: datetime,
        receipt: Signing | None = None,
    ) -> bytes:
        """With the receipt on the same paper, if it is given. Raises PdfError."""
        sheet = self._sheet(_("Your access to the resident portal"), receipt)
        sheet = msgspec.structs.replace(
            sheet,
            form=form,
            portal_label=_("Address of the portal:"),
            portal=self._address,
            code=self._code,
            code_says=_("Address of the portal:") + f" {self._address}",
            first_label=_("The first sign-in"),
            first=self._first(),
            rules_label=_("Keep it to yourself"),
            rules=self._rules(),
            slips=[self._slip(whom, one, at) for whom, one in issued],
        )
        return await self._set(SLIP, sheet, at)

    async def signing(self, signing: Signing, at: datetime) -> bytes:
        """Holds no secret. Raises PdfError."""
        facts = [(term, self._lines(told)) for term, told in signing.facts]
        drawn = msgspec.structs.replace(signing, facts=facts)
        return await self._set(RECEIPT, self._sheet(signing.title, drawn), at)

    def _lines(self, told: str) -> str:
        return "\n".join(map(self._typesetter.drawable, told.split("\n")))

    async def _set(self, template: str, sheet: _Sheet, at: datetime) -> bytes:
        return await asyncio.to_thread(self._typesetter.set, self._templates[template], sheet, at)

    def _sheet(self, title: str, receipt: Signing | None) -> _Sheet:
        us = self._us
        place = ", ".join(part for part in (us.name, us.address, us.office) if part)
        return _Sheet(
            lang=language(),
            title=title,
            author=us.name,
            address=us.address,
            foot=[
                orphans(place),
                f"{us.phone} · {us.hours} · {us.mailbox}",
                orphans(us.controller_words),
            ],
            receipt=receipt,
        )

    def _slip(self, whom: Addressee, issued: Issued, at: datetime) -> _Slip:
        secrets = [
            (_("Identifier"), identifier(issued.identifier)),
            (_("Start password"), issued.start_password),
        ]
        freeze = ""
        if self._loss_page:
            secrets.append((_("Freeze code"), issued.freeze_code))
            told = _(
                "Lost or stolen? With the freeze code you shut the access at once: %(address)s."
            )
            freeze = orphans(told % {"address": self._address + LOSS_PAGE})
        valid = _("The start password works once, until %(moment)s.")
        return _Slip(
            to=[self._typesetter.drawable(line) for line in (whom.name, *whom.lines)],
            day=day(at),
            secrets=secrets,
            valid=orphans(valid % {"moment": moment(issued.expires_at)}),
            freeze=freeze,
        )

    def _first(self) -> list[str]:
        said = (
            _(
                "Open %(address)s, type the identifier and the start password. Capital or small "
                "letters make no difference."
            ),
            _("Set your own password. From then on the start password no longer works."),
            _("Read the regulations and accept them. You will see your balance."),
        )
        return self._told(said)

    def _rules(self) -> list[str]:
        said = (
            _(
                "Show the identifier and the password to nobody. We never ask for the password, "
                "not even by telephone."
            ),
            _("If somebody has learnt the password, change it at once."),
            _(
                "Printout lost or stolen? Tell us by the next working day at the latest, at "
                "%(phone)s: we will block the access."
            ),
            _("You can read the regulations without signing in: %(address)s/regulamin."),
        )
        return self._told(said)

    def _told(self, texts: Sequence[str]) -> list[str]:
        known = {"address": self._address, "phone": self._us.phone.replace(" ", "\u00a0")}
        return [orphans(text % known) for text in texts]


def _code_of(address: str) -> str:
    """As SVG. It holds the address alone: a code is scanned, and what it held would stay behind."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()
