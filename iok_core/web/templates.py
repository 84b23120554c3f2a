"""How templates are read: from a theme's folders, with our filters, texts and escapes."""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError
from types import CodeType

import jinja2
from jinja2.bccache import Bucket

from iok_core.web.compiled_files import KEPT_IN, keep
from iok_core.web.csrf import csrf_field
from iok_core.web.filters import FILTERS
from iok_core.web.quick_jinja import TEXTS, QuickEnvironment

NOBODYS: Mapping[str, jinja2.BaseLoader] = {}
_BY_FILE = "\0"
_THIS = Path(__file__).read_text("utf-8")
_UNREADABLE = OSError, EOFError, UnpicklingError
"""Not there, or cut short by a machine that went down."""


class Compiled(jinja2.BytecodeCache):
    """What this process or one before it has compiled, whichever application asks for it.

    To compile a page takes longer than to render it, and a code is the same for the same text, if
    this module is: it says how texts are read.
    """

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return f"{name}{_BY_FILE}{filename or ''}"

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(_THIS + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        of = bucket.key, bucket.checksum
        if of not in self._codes and (file := _kept_in(bucket)):
            with suppress(*_UNREADABLE), file.open("rb") as kept:
                bucket.load_bytecode(kept)
            if bucket.code is not None:
                self._codes[of] = bucket.code
        bucket.code = self._codes.get(of)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is None:
            return
        self._codes[bucket.key, bucket.checksum] = bucket.code
        if file := _kept_in(bucket):
            with suppress(OSError):
                keep(file, bucket.bytecode_to_string())


def _kept_in(bucket: Bucket) -> Path | None:
    """None for a template that stands in no file."""
    name, _, file = bucket.key.partition(_BY_FILE)
    if not file:
        return None
    called = hashlib.sha256(name.encode()).hexdigest()[:8]  # which stands in the code, too
    return Path(file).parent / KEPT_IN / f"{Path(file).name}.{called}.jinja"


_COMPILED = Compiled()


def environment(
    folders: Sequence[Path], owned: Mapping[str, jinja2.BaseLoader] = NOBODYS
) -> jinja2.Environment:
    """`owned`: by the first part of their names, templates that no theme may replace."""
    loaders = [jinja2.FileSystemLoader(folder / "templates") for folder in folders]
    env = QuickEnvironment(
        loader=jinja2.ChoiceLoader([jinja2.PrefixLoader(owned), *loaders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_COMPILED,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.newstyle_gettext = True  # type: ignore[attr-defined]  # the extension brings it
    env.globals.update(TEXTS)
    env.filters.update(FILTERS)
    env.globals["csrf_field"] = csrf_field
    return env
