"""Every hook is described with its exact signature, and shows an example that works."""

import ast
import inspect
import re
from typing import Any

import pytest

from iok_core.api import (
    Channel,
    Connector,
    Hooks,
    Panel,
    PanelContent,
    PanelPlace,
    ReportType,
    ResidentForm,
    Viewer,
)
from iok_core.plugin_host.pages import require_pages
from tests.docs.reading import ROOT

PAGE = (ROOT / "docs/developers/plugins.md").read_text("utf-8")
HOOKS = [name for name in vars(Hooks) if name.startswith("iok_")]


def signature(hook: str) -> str:
    """As it is written in the source."""
    (node,) = (
        node
        for node in ast.walk(ast.parse(inspect.getsource(Hooks)))
        if isinstance(node, ast.FunctionDef) and node.name == hook
    )
    return f"{hook}({ast.unparse(node.args)}) -> {ast.unparse(node.returns or ast.Name('None'))}"


class Notes(Panel):
    name = "notes"
    title = "Notes"
    place = PanelPlace.STAFF_HOME

    async def show(self, viewer: Viewer) -> PanelContent | None: ...


EXAMPLES: dict[str, Any] = {
    "LedgerConnector": Connector,
    "Statement": ReportType,
    "TextMessages": Channel,
    "BicycleRoom": ResidentForm,
    "Notes": Notes,
}
"""The classes that the examples name and do not show."""


@pytest.mark.parametrize("hook", HOOKS)
def test_each_hook_is_a_heading_with_its_exact_signature(hook: str) -> None:
    assert f"### `{signature(hook)}`\n" in PAGE


def test_no_hook_is_described_that_does_not_exist() -> None:
    assert re.findall(r"^### `(\w+)\(", PAGE, re.MULTILINE) == HOOKS


@pytest.mark.parametrize("hook", HOOKS)
def test_the_example_of_each_hook_answers_as_it_should(hook: str) -> None:
    (code,) = re.findall(
        r"```python\n(.*?)```", inspect.getdoc(getattr(Hooks, hook)) or "", re.DOTALL
    )
    shown: dict[str, Any] = {**EXAMPLES, "__name__": __name__}
    exec(compile(code, hook, "exec"), shown)  # noqa: S102 - our own docstring
    answer = list(shown[hook]())
    if hook == "iok_pages":
        assert require_pages("sample", answer)
    else:
        assert answer
        assert set(answer) <= set(EXAMPLES.values())
