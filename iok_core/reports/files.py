"""Where the files of bulk reports lie: outside the database, for their owner alone, for a while."""

import os
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

_PART = ".part"


class ReportFiles:
    """One file for each run, named by its id; while it is made it ends in `.part`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, run: int) -> Path:
        return self._folder / f"{run}.zip"

    @contextmanager
    def archive(self, run: int) -> Iterator[zipfile.ZipFile]:
        """Whole or not at all; what a worker that was killed left is written over."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        part = self.path(run).with_suffix(_PART)
        opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(opened, "wb") as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                    yield archive
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path(run))
        finally:
            part.unlink(missing_ok=True)

    def remove(self, run: int) -> None:
        self.path(run).unlink(missing_ok=True)

    def runs(self) -> list[int]:
        """Of which there is a file, whole or not."""
        found = self._folder.glob("*.*") if self._folder.is_dir() else ()
        return sorted({int(path.stem) for path in found if path.stem.isdigit()})

    def keep_only(self, runs: Collection[int]) -> None:
        for run in set(self.runs()) - set(runs):
            for path in (self.path(run), self.path(run).with_suffix(_PART)):
                path.unlink(missing_ok=True)
