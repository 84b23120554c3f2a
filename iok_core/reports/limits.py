"""How much a report may take."""

import msgspec


class ReportLimits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    seconds: int = 10
    """For one document, waiting for others of the same kind included."""
    memory_mib: int = 512
    """For the process of a report type."""
    rows: int = 3000
    """Of one document."""
    keep_days: int = 7
    """How long the files of a bulk report lie ready."""


TEXT = 2000
"""Characters of one text."""
TEXTS = 2_000_000
"""Characters of all texts of a document."""
COLUMNS = 12
"""Of one table: more do not fit on a sheet."""
PARTS = 2000
"""Sections and their parts."""
