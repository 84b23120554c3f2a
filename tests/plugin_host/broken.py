"""All the broken plugins on the path, for tests of what they do to a whole portal."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from iok_core.portal import PROBED
from tests.installing import BROKEN, forget, install, probed_before

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
        (site / PROBED).write_bytes(probed_before({*NAMES} - {PROBED_ANEW}))
        yield site / PROBED
    forget("iok_broken_")
