"""All the broken plugins on the path, for tests of what they do to a whole portal."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from iok_core.plugin_host.discovery import candidates
from iok_core.plugin_host.probing import Kept, Verdict, stamp_of
from iok_core.portal import PROBED
from tests.installing import BROKEN, forget, install

NEVER_ENDS = "import-hangs"
"""Left out where its ten seconds would be waited for."""
NAMES = sorted(
    path.parent.name
    for path in BROKEN.glob("*/pyproject.toml")
    if path.parent.name != NEVER_ENDS
)  # fmt: skip
PROBED_ANEW = "import-kills"


@contextmanager
def all_installed(site: Path) -> Iterator[Path]:
    """What came of their probes, as a file for the folders of portals: they were all but one
    probed before."""
    site.mkdir()
    for name in NAMES:
        install(BROKEN / name, site)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(site)
        known = {
            one.name: Kept(stamp_of(one), Verdict("lived"))
            for one in candidates()
            if one.name in NAMES and one.name != PROBED_ANEW
        }
        (site / PROBED).write_bytes(msgspec.json.encode(known))
        yield site / PROBED
    forget("iok_broken_")
