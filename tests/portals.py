"""Portals made once and copied for each test, on either engine."""

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.databases import Cluster
from tests.portal import SETTINGS, make_folder
from tests.seats import Seats

More = Callable[[Path], object]


class Portals:
    """`cluster` is asked for when the first portal on PostgreSQL is."""

    def __init__(self, folder: Path, cluster: Callable[[], Cluster], seats: Seats) -> None:
        self._folder = folder
        self._cluster = cluster
        self.serve = seats.serve

    def place(self, name: str = "lipowa") -> Path:
        """Where portals that are alike stand one after the other, to be served; emptied."""
        place = self._folder / "places" / name
        shutil.rmtree(place, ignore_errors=True)
        return place

    def copy(self, kind: str, to: Path, name: str = "lipowa", more: More | None = None) -> Path:
        """What `iok init` and `iok migrate` leave, and then `more`: done once for each name.

        On PostgreSQL the portals of one name share a database, one after the other.
        """
        folder = self._folder / kind / name

        def make(database: str = "") -> None:
            make_folder(folder, SETTINGS + database)
            if more is not None:
                more(folder)

        if kind == "postgres":
            self._cluster().filled(name, lambda database: make(database.settings))
        elif not folder.exists():
            make()
        return shutil.copytree(folder, to)
