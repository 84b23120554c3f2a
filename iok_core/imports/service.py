"""What other subjects ask of the imports: where amounts come from, and how far they reach."""

from iok_core.imports.publishing import (
    Provenance,
    last_published_at,
    newest_as_of,
    provenance,
)
from iok_core.imports.sources import published_sources, rename_source

__all__ = [
    "Provenance",
    "last_published_at",
    "newest_as_of",
    "provenance",
    "published_sources",
    "rename_source",
]
