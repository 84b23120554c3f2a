"""A form with files, taken apart while it arrives; the names that files had are dropped."""

from enum import Enum

import msgspec
from multipart import MultipartSegment, ParserLimitReached, PushMultipartParser

from iok_core.web.file_room import Share

FILES_TYPE = "multipart/form-data"
_PARTS = 1000
_HEADER = 2048
"""Bytes of one line above a part, a name in it included."""


class FileProblem(Enum):
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    NO_ROOM = "no_room"
    """Others send so much at the moment."""


class SentFile(msgspec.Struct):
    field: str
    number: int
    """In the order of its field, from 1."""
    content: bytes = b""
    problem: FileProblem | None = None
    """Why there is no content."""


class Body(msgspec.Struct, frozen=True):
    fields: list[tuple[str, str]]
    files: list[SentFile] = []


class MultipartReading:
    """Fed piece by piece; `max_text` bounds all texts together, in bytes.

    Raises:
        ParserLimitReached: more than any of our pages sends.
        MultipartError, UnicodeDecodeError: no form.
    """

    def __init__(self, boundary: str, share: Share, max_text: int, max_fields: int) -> None:
        self._parser = PushMultipartParser(
            boundary, max_segment_count=_PARTS, max_header_size=_HEADER
        )
        self._share = share
        self._text_left = max_text
        self._max_fields = max_fields
        self._body = Body([], [])
        self._name = ""
        self._file: SentFile | None = None
        self._is_text = True
        self._content = bytearray()

    def feed(self, piece: bytes) -> None:
        for event in self._parser.parse(piece):
            if isinstance(event, MultipartSegment):
                self._begin(event)
            elif event is None:
                self._end()
            elif self._is_text:
                self._add_text(event)
            else:
                self._add_to_file(event)

    def body(self) -> Body:
        self.feed(b"")  # nothing more comes
        return self._body

    def _begin(self, part: MultipartSegment) -> None:
        self._name, self._is_text = part.name or "", part.filename is None
        self._file, self._content = None, bytearray()
        if self._is_text and len(self._body.fields) >= self._max_fields:
            raise ParserLimitReached("too many fields")

    def _end(self) -> None:
        if self._is_text:
            self._body.fields.append((self._name, self._content.decode("utf-8")))
        elif self._file is not None:
            self._file.content = bytes(self._content)

    def _add_text(self, piece: bytes) -> None:
        self._text_left -= len(piece)
        if self._text_left < 0:
            raise ParserLimitReached("too much text")
        self._content += piece

    def _add_to_file(self, piece: bytes) -> None:
        """A field in which no file was chosen never comes to this."""
        if self._file is None:
            self._file = self._next_file()
        if self._file.problem is not None:
            return
        if len(self._content) + len(piece) > self._share.limits.file_bytes:
            self._refuse(self._file, FileProblem.TOO_LARGE)
        elif not self._share.take(len(piece)):
            self._refuse(self._file, FileProblem.NO_ROOM)
        else:
            self._content += piece

    def _next_file(self) -> SentFile:
        files = self._body.files
        file = SentFile(self._name, 1 + sum(other.field == self._name for other in files))
        if len(files) >= self._share.limits.files:
            file.problem = FileProblem.TOO_MANY
        files.append(file)
        return file

    def _refuse(self, file: SentFile, problem: FileProblem) -> None:
        file.problem = problem
        self._share.give_back(len(self._content))
        self._content = bytearray()
