"""Where templates and static files come from: the configured theme, then the default one."""

from pathlib import Path

import iok_core

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
