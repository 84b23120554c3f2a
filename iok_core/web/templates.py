"""How templates are read: from a theme's folders, with our filters, texts and escapes."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import CodeType

import jinja2

from iok_core.web.csrf import csrf_field
from iok_core.web.filters import FILTERS
from iok_core.web.quick_jinja import TEXTS, QuickEnvironment

NOBODYS: Mapping[str, jinja2.BaseLoader] = {}


class Compiled(jinja2.BytecodeCache):
    """What this process has compiled already, whichever application asks for it.

    To compile a page takes longer than to render it, and a code is the same for the same text.
    """

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


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
