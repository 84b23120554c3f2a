"""What was compiled stays beside its source, as Python keeps its own; where that may be written."""

import os
from pathlib import Path

KEPT_IN = "__pycache__"


def keep(file: Path, binary: bytes) -> None:
    """Whole or not at all. Raises OSError where nothing may be written."""
    file.parent.mkdir(exist_ok=True)
    begun = file.with_name(f"{file.name}.{os.getpid()}")
    begun.write_bytes(binary)
    begun.replace(file)
