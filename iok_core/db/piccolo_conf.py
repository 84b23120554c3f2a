"""Where Piccolo looks for its engine (`PICCOLO_CONF`); asked anew each time."""

from typing import Any

from iok_core.db.binding import bound


def __getattr__(name: str) -> Any:
    if name == "DB":
        return bound()
    raise AttributeError(name)
