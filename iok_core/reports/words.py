"""Names of what comes as codes, as they stand in documents; and what to tell when there is none."""

from collections.abc import Mapping

import msgspec

from iok_core.api import AccountKind, ConnectorProblem, PremisesKind
from iok_core.premises.service import PremisesView
from iok_core.reports.building import BuildProblem
from iok_core.runs.outcome import RunProblem
from iok_core.web.i18n import Msgid, msgid, pgettext
from iok_core.web.i18n import gettext as _

ACCOUNTS = {
    AccountKind.OPERATING: msgid("Housing charges"),
    AccountKind.RENOVATION: msgid("Renovation fund"),
    AccountKind.INTEREST: msgid("Interest"),
    AccountKind.WATER: msgid("Water"),
    AccountKind.HEAT: msgid("Heating"),
    AccountKind.COURT_COSTS: msgid("Court costs"),
}
PREMISES = {
    PremisesKind.FLAT: msgid("Flat"),
    PremisesKind.GARAGE: msgid("Garage"),
    PremisesKind.PARKING: msgid("Parking place"),
    PremisesKind.CELLAR: msgid("Cellar"),
    PremisesKind.COMMERCIAL: msgid("Commercial premises"),
}


class Advice(msgspec.Struct, frozen=True):
    what: Msgid
    do: Msgid


_LATER = msgid("Try again in a while. Your balance and entries stand under Settlements as always.")
FAILED = Advice(msgid("This document could not be made"), _LATER)
TOO_LARGE = Advice(
    msgid("There is too much for one document"),
    msgid("Choose one account or a shorter time."),
)
_TELL = msgid("Give the number of the run to the person who runs the portal.")
RUN_FAILURES: Mapping[str, Advice] = {
    RunProblem.RAISED: Advice(msgid("The plugin failed in an unexpected way"), _TELL),
    RunProblem.CRASHED: Advice(msgid("The plugin's process ended in mid-work"), _TELL),
    RunProblem.TIMED_OUT: Advice(msgid("The plugin took too long for one document"), _TELL),
    RunProblem.GARBLED: Advice(msgid("The plugin sent something that cannot be read"), _TELL),
    RunProblem.INTERNAL: Advice(msgid("The portal itself failed"), _TELL),
    RunProblem.LOST: Advice(msgid("The run was started three times and never ended"), _TELL),
    ConnectorProblem.WRONG_OPTIONS: Advice(
        msgid("The report cannot be made so for anybody"),
        msgid("Ask for it anew with the other choice that is named below."),
    ),
}


def advice_on(problem: BuildProblem) -> Advice:
    return TOO_LARGE if problem is BuildProblem.TOO_LARGE else FAILED


def account_name(kind: str) -> str:
    return _(ACCOUNTS[AccountKind(kind)])


def premises_name(premises: PremisesView) -> str:
    """The address, as on an envelope."""
    if premises.kind == PremisesKind.FLAT:
        number = pgettext("flat number", "flat %(number)s") % {"number": premises.number}
        return f"{premises.building} {number}"
    kind = _(PREMISES[PremisesKind(premises.kind)]).lower()
    return f"{premises.building}, {kind} {premises.number or premises.symbol}"
