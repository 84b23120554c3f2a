"""Demands on paper: what a resident signs, and the letter that confirms what was done."""

from collections.abc import Sequence
from datetime import date

from iok_core.demand_desk.words import DEMANDS, DONE
from iok_core.demands.service import DemandKind, DemandLine
from iok_core.identity.slips import Signing
from iok_core.premises.parties import PartyCard
from iok_core.web.filters import day, identifier, orphans
from iok_core.web.i18n import gettext as _


def to_sign(
    kind: DemandKind, name: str, sign_in: str, cards: Sequence[PartyCard], today: date
) -> Signing:
    facts = [(_("Person"), name), (_("Identifier"), identifier(sign_in))]
    held = [f"{one.building} {one.number}".strip() for card in cards for one in card.holds]
    if held:
        facts.append((_("Premises"), ", ".join(held)))
    facts.append((_("Prepared"), day(today)))
    return Signing(
        title=_("Demand under clause 9 of the regulations"),
        said=[orphans(_(DEMANDS[kind]))],
        facts=facts,
        signatures=[_("Day and legible signature of the person")],
    )


def confirmation(line: DemandLine, today: date) -> Signing:
    """Of what was carried out; names nothing that would let anybody in."""
    done = line.executed_at or line.recorded_at
    return Signing(
        title=_("Your demand was carried out"),
        said=[orphans(_(DONE[line.kind])), orphans(_("Was it not you? Call the office at once."))],
        facts=[
            (_("Person"), line.name),
            (_("Number in the journal"), line.journal),
            (_("Received"), day(line.received_on)),
            (_("Carried out"), day(done)),
            (_("Day of the letter"), day(today)),
        ],
        signatures=[_("Signature of the employee")],
    )
