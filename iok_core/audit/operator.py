"""Who sits at the command line, as the audit knows them."""

import os
import pwd

from iok_core.audit.canonical import is_code
from iok_core.audit.origin import Origin


def operator() -> Origin:
    """The operating-system user; by number where the name is no code."""
    uid = os.getuid()
    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:
        return Origin.operator(f"uid-{uid}")
    return Origin.operator(name if is_code(name) else f"uid-{uid}")
