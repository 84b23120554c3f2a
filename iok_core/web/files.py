"""Files that a form brings: those that the page can take, and in words what became of the others.

    @post("/usterka", gate=RESIDENT, files=True)
    async def report(request: Request) -> Response:
        form = await read_form(request, Fault)
        photos = await read_files(request, "photos")
        for file in photos.taken:
            ...  # file.content, bytes of anything; photos.refuse(file, _("…")) if they are no photo
        if not (form.ok and photos.ok):
            errors = Errors.of(form, photos)
            return page(request, "fault.html", 422, form=form, photos=photos, errors=errors)

Its `<form method="post" enctype="multipart/form-data">` has a `ui.photo_field(photos, label)`.
A browser never fills a field for files again: keep what was taken, and show that it is there.
"""

from collections.abc import Sequence
from typing import Any

from litestar import Request

from iok_core.web.body import form_body
from iok_core.web.file_limits import FileLimits
from iok_core.web.file_room import STATE_KEY, FileRoom
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import ngettext
from iok_core.web.multipart_body import FileProblem, SentFile

_LAST = 10**6


class Files:
    """Of one field, whose name is its id in HTML, too."""

    def __init__(self, name: str, limits: FileLimits, sent: Sequence[SentFile] = ()) -> None:
        self.name = name
        self.limits = limits
        self.taken = [file for file in sent if file.problem is None]
        self._said: list[tuple[int, str]] = []
        for file in sent:
            self._say_of_problem(file)

    @property
    def ok(self) -> bool:
        return not self._said

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(field, message) of each, in their order; as of a form."""
        return [(self.name, message) for _number, message in sorted(self._said)]

    def error(self, name: str) -> str:
        """All of them, beside the field; as of a form."""
        return " ".join(message for of, message in self.errors if of == name)

    def ask(self, message: str) -> None:
        """Something is missing."""
        self._say_at_the_end(message)

    def refuse(self, file: SentFile, why: str) -> None:
        """`why` goes on after a colon: "this is no photo"."""
        self.taken = [other for other in self.taken if other is not file]
        told = _("File no. %(number)s: %(why)s.") % {"number": file.number, "why": why}
        self._said.append((file.number, told))

    def _say_at_the_end(self, message: str) -> None:
        """Once, of however many."""
        if (_LAST, message) not in self._said:
            self._said.append((_LAST, message))

    def _say_of_problem(self, file: SentFile) -> None:
        match file.problem:
            case FileProblem.TOO_LARGE:
                why = _("it is larger than %(most)s MB, choose a smaller one")
                self.refuse(file, why % {"most": self.limits.mib})
            case FileProblem.TOO_MANY:
                self._say_at_the_end(
                    ngettext(
                        "Only the first %(n)s file was taken: no more fit into one form.",
                        "Only the first %(n)s files were taken: no more fit into one form.",
                        self.limits.files,
                    )
                    % {"n": self.limits.files}
                )
            case FileProblem.NO_ROOM:
                self._say_at_the_end(
                    _("Too many files are arriving now. Choose yours again in a minute.")
                )


def no_files(request: Request[Any, Any, Any], name: str) -> Files:
    """For a page on which nothing was chosen yet."""
    return Files(name, _limits(request))


async def read_files(request: Request[Any, Any, Any], name: str) -> Files:
    """Those of a form that was read or will be; its other fields for files count for nothing."""
    sent = (await form_body(request)).files
    return Files(name, _limits(request), [file for file in sent if file.field == name])


def _limits(request: Request[Any, Any, Any]) -> FileLimits:
    room: FileRoom = request.app.state[STATE_KEY]
    return room.limits
