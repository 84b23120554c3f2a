"""`iok submission …` and `iok form …`: what an operator reads, and what a program may send."""

import json

import msgspec
import pytest
from iok_forms.fault import Fault

from iok_core.submissions import commands
from iok_core.web.forms import Form
from tests.offices import Office, payer
from tests.submissions.sent import FAULT, add_submission
from tests.submissions.typed import typed


def test_k16_2_an_operator_reads_numbers_terms_and_states_and_no_words(served: Office) -> None:
    who = served.live.do(lambda portal: payer(portal, "K0004"))
    person = who.person or 0
    made = served.live.do(lambda portal: add_submission(portal, person))
    number, due = served.live.rows("SELECT number, due_on FROM submission WHERE id = {}", made)[0]
    listed = typed(served, commands.group, "list")
    assert f"{number:10} received     due {due}  technical    usterka" in listed
    shown = typed(served, commands.group, "show", str(number))
    assert f"id {made}, person {person}, sent " in shown
    assert "sent         received     -" in shown
    for hidden in ("Payer", "kran", "600 100", "Lipowa"):
        assert hidden not in listed + shown
    assert "there is no submission 9/1999" in typed(served, commands.group, "show", "9/1999")


def test_k02_3_the_schema_of_a_form_says_what_the_form_takes(served: Office) -> None:
    told = json.loads(typed(served, commands.form_group, "schema", "usterka"))
    schema = told["$defs"][told["$ref"].rpartition("/")[2]]
    for name in schema["required"]:
        form = Form(Fault)
        form.read({**FAULT, name: ""})
        assert form.error(name), name
    kinds = told["$defs"]["FaultKind"]["enum"]
    for kind in kinds:
        form = Form(Fault)
        form.read({**FAULT, "rodzaj": kind})
        assert form.ok, kind
        sent = msgspec.to_builtins(form.struct)
        assert set(schema["required"]) <= set(sent) <= set(schema["properties"])
    assert "there is no form nothing" in typed(served, commands.form_group, "schema", "nothing")


@pytest.mark.parametrize("name", ["usterka", "liczba-osob", "kwota", "wiadomosc"])
def test_every_form_that_comes_with_the_portal_is_listed(served: Office, name: str) -> None:
    assert f"{name:20} forms" in typed(served, commands.form_group, "list")
