"""Nobody acts as somebody else: where a session can come from, looked up in the source (S47)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from iok_core.identity.factors.demonstrating import set_demo_totp
from iok_core.identity.passwords import set_demo_password
from tests.databases import on_sqlite
from tests.identity.office import OWN, Office
from tests.rules.source import ROOT, tree


def callers(name: str, root: Path = ROOT) -> set[str]:
    """Modules of the portal and its plugins that call this function."""
    return {
        path.relative_to(root).with_suffix("").as_posix()
        for place in ("iok_core", "plugins")
        for path in (root / place).rglob("*.py")
        if "tests" not in path.parts
        and f"{name}(" in path.read_text("utf-8")
        and name in called(path)
    }


def called(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).rpartition(".")[2]


def test_s47_a_session_is_opened_for_whom_has_just_shown_who_they_are_and_nobody_else() -> None:
    signing_in = "iok_core/identity/signing_in"
    by_passkey = "iok_core/identity/factors/passkey_sign_in"
    assert callers("open_session") == {signing_in}
    assert callers("new_session") == {signing_in, by_passkey}
    assert callers("sign_in") == {"iok_core/identity/sign_in_pages"}
    assert callers("sign_in_by_passkey") == {"iok_core/identity/sign_in_pages"}
    giving = {"iok_core/identity/factors/giving"}
    assert callers("complete_session") == giving


def test_s47_only_the_demonstration_sets_passwords_and_factors_of_others() -> None:
    demonstration = {"iok_core/demo/portal"}
    assert callers("set_demo_password") == callers("set_demo_totp") == demonstration


@on_sqlite
async def test_s47_outside_a_demonstration_nothing_is_set_for_somebody_else(
    office: Office,
) -> None:
    issued, _ = await office.resident()
    with pytest.raises(PermissionError):
        await set_demo_totp(office.ctx, issued.identity, is_demonstration=False)
    with pytest.raises(PermissionError):
        await set_demo_password(office.ctx, issued.identity, OWN, is_demonstration=False)
