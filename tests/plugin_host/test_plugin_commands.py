"""`iok plugin list` names each plugin with its state and reason."""

from pathlib import Path
from typing import Any

import msgspec
from click.testing import CliRunner

from iok_core.plugin_host.commands import plugin
from iok_core.shell import Shell


def listed(*arguments: str) -> str:
    nowhere = Shell(Path("/nowhere"))
    result = CliRunner().invoke(plugin, ["list", *arguments], obj=nowhere, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_the_list_tells_what_a_plugin_brings_and_why_one_does_not_work(install: Any) -> None:
    install("acme")
    install("bad", "import no_such_module")
    lines = listed().splitlines()
    assert "acme  1.2  ready  acme" in lines
    assert any(one.startswith("bad  1.2  broken  import_failed") for one in lines)


def test_the_list_for_programs_says_the_same(install: Any) -> None:
    install("acme")
    (row,) = (one for one in msgspec.json.decode(listed("--json")) if one["name"] == "acme")
    assert (row["state"], row["problem"]) == ("ready", None)
