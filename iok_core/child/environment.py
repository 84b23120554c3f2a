"""What a process with a plugin in it may know of the machine, and nothing of the portal."""

import os
import sys

_INHERITED = ("PATH", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "TZ")
"""Where programs, libraries and certificates are."""


def environment(folder: str) -> dict[str, str]:
    """`folder` is all that it may call its own."""
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    modules = os.pathsep.join(path for path in sys.path if path)  # plugins are where we found them
    return inherited | {
        "LANG": "C.UTF-8",
        "HOME": folder,
        "TMPDIR": folder,
        "PYTHONPATH": modules,
    }
