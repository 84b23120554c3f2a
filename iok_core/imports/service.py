"""What other subjects ask of the imports: where amounts come from, and how imports went."""

from iok_core.imports.publishing import Provenance, provenance

__all__ = ["Provenance", "provenance"]
