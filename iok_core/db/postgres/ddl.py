"""A constraint's name belongs to its table on SQLite, on PostgreSQL to the whole schema."""

import re

_TABLE = re.compile(r'\s*ALTER TABLE "?(?P<table>\w+)"?')
_CONSTRAINT = re.compile(r'\b(?P<act>(ADD|DROP) CONSTRAINT (IF EXISTS )?)"?(?P<name>\w+)"?')
_LONGEST = 63  # bytes of a name in PostgreSQL


def with_table_in_name(statement: str) -> str:
    """Each table of ours may call its constraint `once`; here it becomes `acceptance_once`."""
    altered = _TABLE.match(statement)
    if altered is None:
        return statement
    table = altered["table"]

    def renamed(match: re.Match[str]) -> str:
        name = match["name"]
        whole = name if name.startswith(f"{table}_") else f"{table}_{name}"[:_LONGEST]
        return f'{match["act"]}"{whole}"'

    return _CONSTRAINT.sub(renamed, statement)
