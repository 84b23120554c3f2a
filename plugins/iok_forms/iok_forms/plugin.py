"""What this plugin answers to the portal's hooks."""

from collections.abc import Iterable
from typing import Any

from iok_core.api import ResidentForm, hookimpl
from iok_forms.balance import BalanceComplaint
from iok_forms.fault import FaultReport
from iok_forms.occupants import OccupantsDeclaration
from iok_forms.payment import PaymentNotVisible
from iok_forms.question import Message
from iok_forms.reading import MeterReadings


@hookimpl
def iok_resident_forms() -> Iterable[type[ResidentForm[Any, Any]]]:
    return [
        FaultReport,
        OccupantsDeclaration,
        MeterReadings,
        Message,
        PaymentNotVisible,
        BalanceComplaint,
    ]
