"""What is signed when accesses are handed over, in words: by one person, or by a staircase."""

from collections.abc import Sequence
from datetime import datetime

from iok_core.identity.slips import Signing
from iok_core.premises.parties import PartyCard
from iok_core.web.filters import day, identifier, orphans
from iok_core.web.i18n import gettext as _


def receipt(name: str, sign_in: str, cards: Sequence[PartyCard], issued_at: datetime) -> Signing:
    """„Potwierdzenie odbioru danych”. It holds no secret, so that it can be printed again."""
    held = [f"{one.building} {one.number}".strip() for card in cards for one in card.holds]
    facts = [(_("Person"), name), (_("Identifier"), identifier(sign_in))]
    if held:
        facts.append((_("Premises"), ", ".join(held)))
    facts.append((_("Issued"), day(issued_at)))
    return Signing(
        title=_("Receipt of the access data"),
        said=[_received()],
        facts=facts,
        signatures=[_("Day and legible signature of the person"), _("Signature of the employee")],
    )


def hand_over_list(of: str, rows: Sequence[tuple[str, str, str]]) -> Signing:
    """`rows`: premises, name and identifier, in the order of the slips."""
    head = (_("No."), _("Premises"), _("Person"), _("Identifier"), _("Day"), _("Signature"))
    numbered = [
        (str(number), place, name, identifier(sign_in), "", "")
        for number, (place, name, sign_in) in enumerate(rows, 1)
    ]
    checked = _("Before handing over, look at the identity document. Do not write its number down.")
    return Signing(
        title=_("List of accesses handed over: %(place)s") % {"place": of},
        said=[_received(), orphans(checked)],
        head=head,
        rows=numbered,
        signatures=[_("Day and signature of the employee")],
    )


def _received() -> str:
    return orphans(
        _(
            "I confirm that I have received the identifier and the start password for the "
            "resident portal, and that I know how to report their loss."
        )
    )
