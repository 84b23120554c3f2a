"""The forms that stand beside a submission at the office."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from iok_core.submissions.rows import SubmissionView
from iok_core.submissions.tables import TEXT_LENGTH
from iok_core.web.forms import Errors, Form, Lines, asks
from iok_core.web.i18n import msgid
from iok_core.web.visitor import Visitor


class Answering(msgspec.Struct):
    text: Annotated[Lines, asks(msgid("Write the answer"))]
    state: Annotated[
        Literal["in_progress", "returned", "done", "declined"], asks(msgid("Choose the state"))
    ]
    unconfirmed: Lines = ""
    """Why a number is accepted that others have not confirmed."""


class Inserting(msgspec.Struct):
    """The button of a template; sent with whatever stands in the answer."""

    insert: int | None = None


class Noting(msgspec.Struct):
    note: Annotated[Lines, asks(msgid("Write the note"))]


class Assigning(msgspec.Struct):
    staff: Annotated[int, asks(msgid("Choose a colleague"))]


class Merging(msgspec.Struct):
    """What a submission is the same as, and what its sender reads of that."""

    number: Annotated[
        str, Meta(max_length=20), asks(msgid("Enter the number of the other submission"))
    ]
    told: Annotated[str, Meta(max_length=TEXT_LENGTH)] = ""


class CaseForms:
    """The forms of the page; whichever was sent comes with its errors."""

    def __init__(self, line: SubmissionView, visitor: Visitor, sent: Form[Any] | None) -> None:
        assigning = Form(Assigning, {"staff": str(line.assigned or visitor.staff)})
        made: list[Form[Any]] = [Form(Answering), Form(Noting), assigning, Form(Merging)]
        if sent is not None:
            made = [sent if sent.fields.keys() == one.fields.keys() else one for one in made]
        self.answer, self.note, self.assign, self.merge = made
        self.errors = Errors.of(*made).errors
