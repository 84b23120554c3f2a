"""One export in a folder, read by its layout from the first file to the last."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from iok_connector_files import control, ledger, metering, registers
from iok_connector_files.fields import Recipe
from iok_connector_files.layout import Layout
from iok_connector_files.reading import Reading
from iok_connector_files.rows import records
from iok_connector_files.table import Table
from iok_core.api import (
    AsOf,
    ConnectorError,
    ConnectorProblem,
    ControlTotal,
    Record,
    Rejected,
    Remark,
    Step,
)

Item = Record | AsOf | ControlTotal | Rejected | Remark | Step

_ITEMS_BETWEEN_STEPS = 2000


class Export:
    def __init__(self, folder: Path, layout: Layout) -> None:
        self._folder = folder
        self._layout = layout
        self._reading = Reading(layout)
        self._recipes = list(self._all_recipes())

    def check(self) -> None:
        """Opens every file: is it there, in its code page, with its columns?"""
        self._bytes_in_all()
        for recipe in self._recipes:
            recipe.initial()
            self._open(recipe.file, recipe.columns).close()
        if file := self._layout.control:
            self._open(file.file, control.columns_of(file)).close()

    def items(self) -> Iterator[Item]:
        done, total = 0, self._bytes_in_all()
        declared = control.Declared(self._layout.format)
        if file := self._layout.control:
            with self._open(file.file, control.columns_of(file)) as table:
                yield from declared.read(file, table)
        for recipe in self._recipes:
            with self._open(recipe.file, recipe.columns) as table:
                found = records(recipe, table, self._reading)
                while several := list(islice(found, _ITEMS_BETWEEN_STEPS)):
                    yield from several
                    yield Step(done=done + table.bytes_read, total=total)
                done += table.bytes_read
            yield from recipe.ended()
            if recipe.tally:
                yield from declared.totals(recipe.kind, recipe.tally)
        yield Step(done=total, total=total)

    def _open(self, file: str, columns: Iterable[str]) -> Table:
        return Table.opened(self._folder / file, self._layout.format, columns)

    def _bytes_in_all(self) -> int:
        """Of the files of records. Raises ConnectorError: some file is missing, with all such."""
        files = list(dict.fromkeys(recipe.file for recipe in self._recipes))
        control_file = [self._layout.control.file] if self._layout.control else []
        missing = [f for f in (*files, *control_file) if not (self._folder / f).is_file()]
        if missing:
            detail = ", ".join(missing)
            raise ConnectorError(ConnectorProblem.MISSING_FILE, missing[0], detail)
        return sum((self._folder / recipe.file).stat().st_size for recipe in self._recipes)

    def _all_recipes(self) -> Iterator[Recipe]:
        layout, reading = self._layout, self._reading
        yield registers.premises(layout.premises, reading)
        yield registers.parties(layout.parties, reading)
        if layout.account_premises:
            yield registers.account_premises(layout.account_premises, reading)
        yield registers.accounts(layout.accounts, reading, layout.account_premises)
        if layout.titles:
            yield registers.titles(layout.titles, reading)
        if layout.entries:
            yield ledger.entries(layout.entries, reading)
        if layout.charges:
            yield ledger.charges(layout.charges, reading)
        if layout.balances:
            yield ledger.balances(layout.balances, reading)
        if layout.meters:
            yield metering.meters(layout.meters, reading)
        if layout.meter_readings:
            yield metering.readings(layout.meter_readings, reading)
