"""Texts that an extension declares: its title, and title and description of each option.

A plugin imports no marker for translation from the core; these places are known, and are read out
of the source as if they were marked. For Babel's extraction, beside what Python files hold anyway.
"""

import ast
from collections.abc import Iterator
from typing import IO, Any, cast

from babel.messages.extract import extract_python

Found = tuple[int, str | None, Any, Any]

_DESCRIBED = frozenset({"title", "description"})


def extract(file: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Found]:
    yield from cast("Iterator[Found]", extract_python(file, keywords, comment_tags, options))
    file.seek(0)
    for node in ast.walk(ast.parse(file.read())):
        for text in _declared(node):
            yield text.lineno, None, text.value, []


def _declared(node: ast.AST) -> Iterator[ast.Constant]:
    """`Meta(title="…", description="…")`, and `title = "…"` in the body of a class."""
    match node:
        case ast.Call(func=ast.Name(id="Meta") | ast.Attribute(attr="Meta")):
            values = [one.value for one in node.keywords if one.arg in _DESCRIBED]
        case ast.ClassDef():
            values = [title for one in node.body if (title := _title(one))]
        case _:
            values = []
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value


def _title(statement: ast.stmt) -> ast.expr | None:
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id="title")], value=value)
            | ast.AnnAssign(target=ast.Name(id="title"), value=value)
        ):
            return value
    return None
