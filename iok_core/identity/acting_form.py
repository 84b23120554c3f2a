"""The fields about how somebody acts for a payer, which two pages have."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from iok_core.identity.acting import ActingFlaw
from iok_core.premises.service import Basis
from iok_core.web.forms import Form, asks
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid

_WORDS = {
    ActingFlaw.DOCUMENT_NUMBER: msgid(
        "Leave out numbers of documents and PESEL numbers: the portal does not keep them"
    ),
    ActingFlaw.NO_GROUNDS: msgid("Enter what it rests on, for instance the KRS number"),
    ActingFlaw.NO_END: msgid("Enter the last day: the access ends with it"),
    ActingFlaw.ENDS_IN_THE_PAST: msgid("Enter today or a later day"),
}


class ActsFor(msgspec.Struct):
    basis: Annotated[Basis, asks(msgid("Choose in whose name this person acts"))]
    grounds: Annotated[str, Meta(max_length=200)] = ""
    until: Annotated[date | None, asks(msgid("Enter the day as in the calendar"))] = None


class NewPerson(ActsFor, kw_only=True):
    name: Annotated[str, Meta(max_length=200), asks(msgid("Enter first name and surname"))]


def explain(form: Form[Any], found: Iterable[tuple[str, ActingFlaw]]) -> None:
    for field, flaw in found:
        form.add_error(field, _(_WORDS[flaw]))
