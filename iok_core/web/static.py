"""The theme's static files, at addresses that change with their content.

All of them share one hash, so that a stylesheet's relative addresses (its fonts) hold too. They are
few and small: they are kept in memory, and a name that is not among them does not exist. Text is
also kept packed, for those who pay for every kilobyte and have no proxy before the portal that
packs; pages never are, as they hold secrets beside what others wrote (BREACH).
"""

import gzip
import mimetypes
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from iok_core.web.gates import ANONYMOUS

PREFIX = "/static"
IMMUTABLE = "public, max-age=31536000, immutable"
_TYPES = {
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".js": "text/javascript",
}


class StaticFile(msgspec.Struct, frozen=True):
    content: bytes
    media_type: str
    packed: bytes | None = None
    """By gzip; None where that spares nothing."""

    @classmethod
    def of(cls, path: Path) -> "StaticFile":
        content = path.read_bytes()
        packed = gzip.compress(content, mtime=0)
        worth = len(packed) < 0.9 * len(content)
        return cls(content, _media_type(path), packed if worth else None)


class StaticFiles(msgspec.Struct, frozen=True):
    version: str
    files: dict[str, StaticFile]

    def url(self, path: str) -> str:
        """`static('iok.css')` in a template; an unknown file is a mistake of the template."""
        if path not in self.files:
            raise LookupError(f"no static file {path!r} in the theme")
        return f"{PREFIX}/{self.version}/{path}"


def read_static(folders: Sequence[Path]) -> StaticFiles:
    """A file of an earlier folder hides the same name in a later one."""
    files: dict[str, StaticFile] = {}
    for folder in reversed(folders):
        root = folder / "static"
        for path in sorted(root.rglob("*")):
            if path.is_file():
                name = path.relative_to(root).as_posix()
                files[name] = StaticFile.of(path)
    digest = sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + sha256(files[name].content).digest())
    return StaticFiles(digest.hexdigest()[:16], files)


def static_route(static: StaticFiles) -> HTTPRouteHandler:
    @get(f"{PREFIX}/{{version:str}}/{{name:path}}", gate=ANONYMOUS, sync_to_thread=False)
    def static_file(
        request: Request[Any, Any, Any], version: FromPath[str], name: FromPath[Path]
    ) -> Response[bytes]:
        file = static.files.get(name.as_posix().removeprefix("/"))
        if file is None:
            raise NotFoundException
        # A page of the previous release may still ask by its own hash, and gets what there is now.
        headers = {"Cache-Control": IMMUTABLE if version == static.version else "no-cache"}
        content = file.content
        if file.packed is not None:
            headers["Vary"] = "Accept-Encoding"
            if _takes_gzip(request):
                headers["Content-Encoding"], content = "gzip", file.packed
        return Response(content, media_type=file.media_type, headers=headers)

    return static_file


def _takes_gzip(request: Request[Any, Any, Any]) -> bool:
    named = request.headers.get("accept-encoding", "").lower().split(",")
    return any(one.strip() == "gzip" for one in named)


def _media_type(path: Path) -> str:
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    return kind or "application/octet-stream"
