"""How far an import is, on a terminal as a bar and elsewhere as a line for each twentieth."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import Progress

from iok_core.api import Step
from iok_core.runs.carrying_out import Progress as Tell

_PART = 5
"""Percent between two lines."""


@contextmanager
def progress_bar(label: str, *, quiet: bool) -> Iterator[Tell]:
    """Talk goes to stderr: stdout is for what programs read."""
    if quiet:
        yield _silence
    elif sys.stderr.isatty():
        with Progress(console=Console(stderr=True)) as bar:
            task = bar.add_task(label, total=None)

            async def draw(step: Step) -> None:
                bar.update(task, completed=step.done, total=step.total or None)

            yield draw
    else:
        yield _Lines(label).tell


async def _silence(_: Step) -> None:
    """Nothing to say."""


class _Lines:
    def __init__(self, label: str) -> None:
        self._label = label
        self._told = 0

    async def tell(self, step: Step) -> None:
        percent = 100 * step.done // step.total if step.total else 0
        if percent >= self._told + _PART:
            self._told = percent - percent % _PART
            click.echo(f"{self._label} {self._told} %", err=True)
