"""Writes what is drawn up from the code: `python -m tests.docs.reference`.

Commands come from click. Names, types and defaults of settings come from the Settings; what each
one means is written by hand in the page, and kept. Who may what comes from the gates and the roles.
"""

import datetime as dt
import re
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import click
import msgspec

from iok_core.cli import main
from iok_core.matrix_table import MATRIX
from iok_core.settings import Settings
from tests.docs.access import matrix, matrix_text, roles_table, routes_table

DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = DOCS / "operators/commands.md"
SETTINGS = DOCS / "operators/settings.md"
STAFF = DOCS / "staff/pracownicy.md"
WHO_MAY = DOCS / "developers/who-may.md"
WIDTH = 90
BEGIN, END = "<!-- table -->", "<!-- end of table -->"
_ROW = re.compile(r"\| `(?P<name>[a-z_.]+)` \| .*? \| .*? \| (?P<meaning>.*) \|")
_NOT_SET_BY_OPERATORS = {"folder"}


def commands_page() -> str:
    root = click.Context(main, info_name="iok", terminal_width=WIDTH, **main.context_settings)
    blocks = [_help(name, command, parent) for name, command, parent in _commands(main, root)]
    head = "# Commands\n\nWritten from the commands themselves by `tests/docs/reference.py`."
    return "\n\n".join([head, _block(main.get_help(root)), *blocks]) + "\n"


def _commands(
    group: click.Group, context: click.Context
) -> Iterator[tuple[str, click.Command, click.Context]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        if isinstance(command, click.Group):
            within = click.Context(command, context, info_name=name, terminal_width=WIDTH)
            yield from _commands(command, within)
        else:
            yield name, command, context


def _help(name: str, command: click.Command, parent: click.Context) -> str:
    vars(command)["_help_option"] = None  # kept by click as whoever called it first named it
    context = click.Context(command, parent, info_name=name, terminal_width=WIDTH)
    return f"## {context.command_path}\n\n{_block(command.get_help(context))}"


def _block(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```"


class Setting(msgspec.Struct, frozen=True):
    name: str
    """As it stands in iok.toml: `identity.session.absolute`."""
    type: str
    default: str


def settings_page(written: str) -> str:
    """The page as it should be: the table renewed, everything else as it is written."""
    known = meanings(written.partition(BEGIN)[2].partition(END)[0])
    lines = ["| setting | type | default | meaning |", "|---|---|---|---|"]
    for one in settings(Settings):
        told = (f"`{one.name}`", one.type, one.default, known.get(one.name, ""))
        lines.append(f"| {' | '.join(told)} |")
    return with_table(written, "\n".join(lines))


def with_table(written: str, table: str) -> str:
    """The page with its table renewed, everything else as it is written."""
    before, _, rest = written.partition(BEGIN)
    return f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}"


def meanings(table: str) -> dict[str, str]:
    return {row["name"]: row["meaning"].strip() for row in _ROW.finditer(table)}


def settings(struct: type[msgspec.Struct], prefix: str = "") -> Iterator[Setting]:
    hints = get_type_hints(struct, include_extras=True)
    for field in msgspec.structs.fields(struct):
        if not prefix and field.name in _NOT_SET_BY_OPERATORS:
            continue
        kind = hints[field.name]
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            yield from settings(kind, f"{prefix}{field.name}.")
        else:
            default = "" if field.required else _default(field.default)
            yield Setting(f"{prefix}{field.name}", _type(kind), default or "**must be set**")


def _default(value: object) -> str:
    if isinstance(value, dt.timedelta):
        value = msgspec.to_builtins(value)
    if isinstance(value, bool):
        value = str(value).lower()
    return f"`{list(value) if isinstance(value, tuple) else value}`" if value != "" else "empty"


_NAMES: dict[Any, str] = {
    bool: "true or false",
    dt.date: "date",
    dt.timedelta: "duration",
    float: "number",
    int: "whole number",
    str: "text",
}


def _type(kind: Any) -> str:
    if hasattr(kind, "__metadata__"):
        (meta,) = kind.__metadata__
        return f"{_type(kind.__origin__)}, {meta.ge} to {meta.le}"
    if get_origin(kind) is tuple:
        return f"list of {_type(get_args(kind)[0])}s"
    if get_origin(kind) in (Union, types.UnionType):
        return " or ".join(_type(one) for one in get_args(kind))
    return _NAMES[kind]


if __name__ == "__main__":
    COMMANDS.write_text(commands_page(), "utf-8")
    SETTINGS.write_text(settings_page(SETTINGS.read_text("utf-8")), "utf-8")
    MATRIX.write_text(matrix_text(matrix()), "utf-8")
    for page, table in ((STAFF, roles_table()), (WHO_MAY, routes_table())):
        page.write_text(with_table(page.read_text("utf-8"), table), "utf-8")
