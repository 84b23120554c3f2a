"""A form that a clerk fills in for a resident: all of it stands in the page."""

from hashlib import sha256
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, field

from iok_core.api import Judgement
from iok_core.identity.desk import Recipient
from iok_core.submissions.consent import asks_consent
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.entering_photo_pages import Added, carried
from iok_core.submissions.filling import Filling
from iok_core.submissions.kinds import Contact
from iok_core.submissions.sending import Sent
from iok_core.submissions.tables import TOKEN_LENGTH
from iok_core.web.forms import Form, asks
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid

SIGNED, PAPER = "_podpisy", "_pismo"


class Asking(msgspec.Struct):
    """Asked by the portal beside the form's own fields."""

    contact: Annotated[Contact, asks(msgid("Choose how the resident reached the office"))] = field(
        name="_kontakt"
    )


class Going(msgspec.Struct):
    to: Literal["sprawdz", "popraw", "wpisz"] = field(default="sprawdz", name="_krok")
    token: Annotated[str, Meta(max_length=TOKEN_LENGTH)] = field(default="", name="_szkic")
    """Of this one entry, which is made once however often the button is pressed."""


class Signing(msgspec.Struct):
    """Others who hold the premises have signed, too: then nobody is asked in the portal."""

    signed: bool = field(default=False, name=SIGNED)
    paper: Annotated[str, Meta(max_length=500)] = field(default="", name=PAPER)
    """Which one it is."""


class Entry:
    """What a clerk has in hand in this request."""

    def __init__(self, who: Recipient, filling: Filling) -> None:
        self.who, self.filling = who, filling
        self.asking, self.going, self.added = Form(Asking), Form(Going), Form(Added)
        self.signing = Form(Signing)

    @property
    def forms(self) -> tuple[Form[Any], ...]:
        return (self.asking, *self.filling.forms)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What the page of the review carries on, name by name."""
        typed = [(name, form.value(name)) for form in self.forms for name in form.fields]
        return [*typed, carried(self.filling)] if self.filling.photos else typed

    @property
    def goes_on(self) -> bool:
        """To the review or into the queue, not back into the form."""
        back = self.going.value("_krok") == "popraw" or bool(self.added.value("_usun"))
        return self.going.ok and not back

    @property
    def at(self) -> str:
        return f"/biuro/osoby/{self.who.person}/zgloszenia/{self.filling.offer.name}"

    def sent(self, said: Judgement, *, asks: bool) -> Sent:
        """`asks`: others to confirm it, unless they have signed."""
        if self.filling.choice is None:
            raise LookupError("no place is chosen")
        return Sent(
            offer=self.filling.offer,
            token=self._mark(),
            choice=self.filling.choice,
            answers=self.filling.form.struct,
            said=said,
            photos=self.filling.photos,
            contact=self.asking.struct.contact,
            signed=self.signing.struct.paper if asks and self.signing.struct.signed else "",
        )

    async def asks(self, ctx: SubmissionContext, said: Judgement) -> bool:
        """Others who hold the premises to confirm it."""
        choice = self.filling.choice
        return choice is not None and await asks_consent(ctx, self.who.person, said, choice)

    @property
    def unsigned(self) -> dict[str, str]:
        """What is to be mended of the signatures."""
        form = self.signing
        if form.ok and form.struct.signed and not form.struct.paper:
            form.add_error(PAPER, _("Write which paper it is, and of which day"))
        return dict(form.errors)

    def _mark(self) -> str:
        """The token for this person alone: whatever is sent as one meets nobody else's."""
        token = f"{self.who.person} {self.going.struct.token}"
        return sha256(token.encode()).hexdigest()[:TOKEN_LENGTH]
