"""Where templates and static files come from: the configured theme, then the default one."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import jinja2

import iok_core
from iok_core.web import i18n
from iok_core.web.csrf import csrf_field
from iok_core.web.filters import FILTERS

DEFAULT = "default"
_PACKAGE = Path(iok_core.__file__).parent


def theme_folders(name: str = DEFAULT, themes_dir: Path | None = None) -> list[Path]:
    """The folders to look into, first one first.

    Raises:
        FileNotFoundError: the configured theme is not there. It never falls back silently.
    """
    default = [_PACKAGE / "_themes" / DEFAULT, _PACKAGE.parent / "themes" / DEFAULT]
    found = [folder for folder in default if folder.is_dir()][:1]
    if themes_dir is None and name == DEFAULT:
        return found
    configured = (themes_dir or _PACKAGE.parent / "themes") / name
    if not configured.is_dir():
        raise FileNotFoundError(f"the theme {name!r} is not in {configured.parent}")
    return [configured, *(folder for folder in found if folder != configured)]


NOBODYS: Mapping[str, jinja2.BaseLoader] = {}


def environment(
    folders: Sequence[Path], owned: Mapping[str, jinja2.BaseLoader] = NOBODYS
) -> jinja2.Environment:
    """`owned`: by the first part of their names, templates that no theme may replace."""
    loaders = [jinja2.FileSystemLoader(folder / "templates") for folder in folders]
    env = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PrefixLoader(owned), *loaders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]  # the extension brings it
        i18n.gettext,
        i18n.ngettext,
        newstyle=True,
        pgettext=i18n.pgettext,
        npgettext=i18n.npgettext,
    )
    env.filters.update(FILTERS)
    env.globals["csrf_field"] = csrf_field
    return env
