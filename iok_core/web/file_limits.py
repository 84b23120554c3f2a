import msgspec

_MIB = 1024 * 1024
_READ_ON = 64 * _MIB
"""What is too large is read to its end up to here, and thrown away: a browser shows no answer
that comes before it has sent everything."""


class FileLimits(msgspec.Struct, frozen=True):
    files: int = 5
    """Of one form."""
    mib: int = 5
    """Of one file."""

    @property
    def file_bytes(self) -> int:
        return self.mib * _MIB

    @property
    def body_bytes(self) -> int:
        """From there on nothing is read."""
        return max(_READ_ON, 2 * self.files * self.file_bytes)
