from typing import Any

import pytest

from iok_core.audit.actions import Action, ActorKind, ObjectKind, Result
from iok_core.audit.canonical import NotACodeError
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.audit.words import ACTIONS, ACTORS, OBJECTS, RESULTS
from iok_core.db import fetch, transaction
from iok_core.web.i18n import OFFERED, SOURCE, catalogue
from tests.databases import on_sqlite


@on_sqlite
@pytest.mark.parametrize(
    "value",
    ["Jan Kowalski", "Kowalska", "ul. Lipowa 3/4", "jan@lipowa.example", "44051401359",
     "abc123456 ", "", "ż", "x" * 65, 1.5, None, ["a"], {"a": 1}],
)  # fmt: skip
async def test_aud6_meta_takes_no_words_about_a_person(log: AuditLog, value: Any) -> None:
    with pytest.raises(NotACodeError):
        async with transaction():
            await log.record(
                Action.SIGN_IN,
                by=Origin.system(),
                meta={"reason": value},
            )
    assert await fetch("SELECT count(*) FROM audit") == [(0,)]


@pytest.mark.parametrize("name", ["Jan Kowalski", "jan@lipowa.example", "ą"])
async def test_aud6_neither_actor_nor_request_is_named_in_words(log: AuditLog, name: str) -> None:
    for by in (Origin.operator(name), Origin.staff(1, request_id=name)):
        with pytest.raises(NotACodeError):
            async with transaction():
                await log.record(Action.SIGN_IN, by=by)


async def test_aud6_ids_truths_and_codes_are_kept_as_sorted_json(log: AuditLog) -> None:
    meta: dict[str, int | str] = {"z": 9007199254740993, "a": "id_card", "b": True}
    async with transaction():
        await log.record(Action.SIGN_IN, by=Origin.system(), meta=meta)
    kept = '{"a":"id_card","b":true,"z":9007199254740993}'
    assert await fetch("SELECT meta FROM audit") == [(kept,)]


def test_k15_2_every_code_of_the_audit_has_words_in_each_language() -> None:
    named: dict[str, str | None] = {
        **{code: ACTIONS.get(code) for code in Action},
        **{code: ACTORS.get(code) for code in ActorKind},
        **{code: OBJECTS.get(code) for code in ObjectKind if code},
        **{code: RESULTS.get(code) for code in Result},
    }
    assert [code for code, words in named.items() if not words] == []
    for lang in set(OFFERED) - {SOURCE}:
        spoken = catalogue(lang)
        assert [w for w in named.values() if spoken.gettext(w or "") == w] == [], lang
