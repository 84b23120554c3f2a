"""Deadlines of the database, and what an engine may open."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["web", "worker"]


@dataclass(frozen=True)
class Limits:
    """Deadlines of one query and of waiting for a lock or a connection, in seconds."""

    read_seconds: float = 5.0
    write_seconds: float = 30.0
    busy_seconds: float = 5.0
    inline_steps: int = 40_000
    """On SQLite: of its virtual machine, what a query may cost on the loop; some 2 ms."""
    readers: int = 2
    """On SQLite."""
    connections: int = 10
    """On PostgreSQL: what one process opens at most."""
