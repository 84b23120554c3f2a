import msgspec


class PluginSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    panel_seconds: float = 0.5
    """How long a page of the portal waits for the panels on it."""
    page_seconds: float = 5.0
    """How long a plugin's own page may take to answer."""
