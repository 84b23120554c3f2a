"""What other subjects ask of the imports: where amounts come from, and how far they reach."""

from iok_core.imports.freshness import Freshness, Stale, stale
from iok_core.imports.incomplete import ANY, incomplete_accounts
from iok_core.imports.publishing import Provenance, last_published_at, provenance
from iok_core.imports.shown import Shown, shown, shown_before
from iok_core.imports.sources import published_sources, rename_source, source_by_id

__all__ = [
    "ANY",
    "Freshness",
    "Provenance",
    "Shown",
    "Stale",
    "incomplete_accounts",
    "last_published_at",
    "provenance",
    "published_sources",
    "rename_source",
    "shown",
    "shown_before",
    "source_by_id",
    "stale",
]
