"""`python -P -m iok_core.child.probe DESCRIPTOR PARENT MODULE`: does importing it end the process?

What the import raises is left to the portal, which imports the module once this has lived.
"""

import contextlib
import importlib
import os
import sys
import time

from iok_core.child.confine import die_with


def main(descriptor: int, parent: int, module: str) -> None:
    os.set_inheritable(descriptor, False)
    die_with(parent)
    began = time.monotonic()
    with contextlib.suppress(BaseException):
        importlib.import_module(module)
    os.write(descriptor, f"{time.monotonic() - began:.6f}".encode())
    os._exit(0)  # what it left running is not waited for


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
