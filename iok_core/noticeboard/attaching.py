"""Attachments in the form of an announcement: those that it has, and the one that comes along."""

from collections.abc import Collection, Sequence
from typing import Annotated, Self

import msgspec
from msgspec import Meta

from iok_core.audit.origin import Origin
from iok_core.noticeboard.attachments import (
    MOST,
    AttachmentLine,
    attachments_of,
    attachments_with,
)
from iok_core.noticeboard.filing import attach
from iok_core.noticeboard.sent_pdfs import one_pdf
from iok_core.noticeboard.tables import TITLE_LENGTH
from iok_core.noticeboard.writing import Board, Refusal
from iok_core.web.files import Files
from iok_core.web.forms import Form
from iok_core.web.i18n import DEFAULT, ngettext, speaking
from iok_core.web.i18n import gettext as _

FIELD, BOX = "plik", "zalacznik-"


class Beside(msgspec.Struct):
    """What is sent beside the wording."""

    attachment: Annotated[str, Meta(max_length=TITLE_LENGTH)] = ""
    """What residents read of the file."""
    another: bool = False
    """The form is wanted once more, for the next file."""


class Attaching:
    """As it stands in this request; `stay` are the ids of those that are ticked.

    What was ticked and is gone meanwhile stays out: whatever waits in a form goes after a day.
    """

    def __init__(
        self, files: Files, lines: Sequence[AttachmentLine], stay: Collection[int]
    ) -> None:
        self.form, self.files, self.lines = Form(Beside), files, list(lines)
        self.boxes = {f"{BOX}{id_}" for id_ in stay}
        self.stay = {one.id for one in lines if one.id in stay}

    @classmethod
    def begun(cls, files: Files, lines: Sequence[AttachmentLine] = ()) -> Self:
        return cls(files, lines, [one.id for one in lines])

    @classmethod
    async def sent(
        cls, files: Files, ticked: Collection[int], announcement: int | None, by: Origin
    ) -> Self:
        """Of a page whose `form` is still to be read."""
        found = await attachments_with(ticked, by.staff_id)
        if announcement is not None:
            found += await attachments_of(announcement)
        lines = {one.id: one for one in found}
        return cls(files, [lines[id_] for id_ in sorted(lines)], ticked)

    @property
    def ok(self) -> bool:
        return not self.form.errors and self.files.ok

    @property
    def another(self) -> bool:
        return self.form.ok and self.form.struct.another

    async def keep_file(self, board: Board, by: Origin) -> Refusal | None:
        """At once: a browser forgets a file when something else has to be corrected."""
        content = one_pdf(self.files, optional=True)
        title = self.form.value("attachment")
        if title and content is None and self.files.ok:
            self.files.ask(_("Choose one PDF file"))
        if len(self.stay) + (content is not None) > MOST:
            self.files.ask(_at_most())
        if content is None or not self.ok:
            return None
        added = await attach(board, title or self._numbered(), content, by=by)
        if isinstance(added, Refusal):
            return added
        self.stay.add(added)
        self.lines += await attachments_with([added], by.staff_id)
        self.form = Form(Beside)
        return None

    def _numbered(self) -> str:
        """In the language of announcements."""
        with speaking(DEFAULT):
            return _("Attachment %(number)s") % {"number": len(self.stay) + 1}


def _at_most() -> str:
    said = ngettext(
        "An announcement takes %(n)s attachment at most",
        "An announcement takes %(n)s attachments at most",
        MOST,
    )
    return said % {"n": MOST}
