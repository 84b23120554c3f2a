import msgspec


class BlockingSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    second_person: bool = True
    """A block under clause 11 is made when a second person has approved it."""
