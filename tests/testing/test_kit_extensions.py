"""The kit on whole extensions: at work in a real process, and on what they declare."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import pytest

from iok_core.api import (
    AddressKind,
    Channel,
    Concern,
    Delivered,
    DeliveryResult,
    Message,
    NoOptions,
    Party,
    ReportType,
    ResidentForm,
)
from iok_core.testing import (
    ChildFailedError,
    check_channel,
    check_connector,
    check_report_type,
    check_resident_form,
    run_in_child,
)
from tests.installing import BROKEN, forget, install
from tests.processes import await_death

MESSAGES = [
    Message(id=str(number), address="a@example.pl", subject="s", text="t") for number in range(3)
]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    forget("iok_broken_")
    forget("iok_sample")


def broken(name: str, site: Path) -> Any:
    install(BROKEN / name, site)
    module = __import__(f"iok_broken_{name.replace('-', '_')}")
    return module.Broken


def test_a_connector_that_keeps_the_contract_passes_and_its_records_come(site: Path) -> None:
    install(Path(__file__).parents[1] / "sample_plugin", site)
    from iok_sample.connector import SampleConnector

    received = check_connector(SampleConnector, {"day": "2026-09-30"})
    assert len(received.records) == 6


@pytest.mark.parametrize(
    ("name", "said"), [("pull-raises", "KeyError"), ("pull-segfaults", "None")]
)
def test_a_process_that_fails_fails_the_test_and_says_how(site: Path, name: str, said: str) -> None:
    with pytest.raises(ChildFailedError, match=said):
        run_in_child(broken(name, site))


FORKING = """
import os, time
from iok_core.api import Capability, Connector, NoOptions, Party

class Forking(Connector[NoOptions]):
    name = "forking"
    title = "Forking"
    options_type = NoOptions
    capabilities = frozenset({Capability.BALANCES})

    def check(self):
        pass

    def pull(self):
        left = os.fork()
        if not left:
            time.sleep(600)
        yield Party(key=str(left), name=str(os.getsid(0)))
"""


def test_it_has_a_session_of_its_own_which_ends_with_it(site: Path) -> None:
    (site / "iok_broken_forking.py").write_text(FORKING, "utf-8")
    forking: Any = __import__("iok_broken_forking").Forking
    (party,) = run_in_child(forking).records
    assert isinstance(party, Party)
    assert int(party.name) != os.getsid(0)
    await_death(int(party.key))


def test_what_it_prints_spoils_nothing(site: Path) -> None:
    assert len(run_in_child(broken("pull-prints", site)).records) == 1


class Wishes(msgspec.Struct):
    plain: str = ""
    titled: Annotated[str, msgspec.Meta(title="Titled")] = ""


class Report(ReportType[NoOptions, Wishes]):
    name = "Bad Name"
    title = ""
    options_type = NoOptions
    parameters_type = Wishes

    async def build(self, parameters: Wishes, extract: Any) -> Any:  # type: ignore[override]
        """Async, and therefore refused."""


def test_all_that_a_report_type_declares_wrongly_is_named_at_once() -> None:
    with pytest.raises(AssertionError) as found:
        check_report_type(Report)
    said = str(found.value)
    for fault in ("name:", "title:", "parameters_type.plain", "build is async"):
        assert fault in said
    assert "titled" not in said


class Form(ResidentForm[NoOptions, Wishes]):
    name = "Bad Name"
    title = "Form"
    options_type = NoOptions
    answers_type = Wishes
    concerns = ()

    def judge(self, answers: Wishes, asked: Any) -> Any:
        """Not async, and therefore refused."""


def test_all_that_a_form_declares_wrongly_is_named_at_once() -> None:
    with pytest.raises(AssertionError) as found:
        check_resident_form(Form)
    said = str(found.value)
    for fault in ("name:", "answers_type.plain", "judge is no async def", "concerns:"):
        assert fault in said
    assert "titled" not in said


def test_a_form_that_concerns_an_account_asks_for_no_other_place() -> None:
    class Mixed(Form):
        concerns = (Concern.ACCOUNT, Concern.PREMISES)  # type: ignore[assignment]

    with pytest.raises(AssertionError, match="an account stands alone"):
        check_resident_form(Mixed)


class Post(Channel[NoOptions]):
    name = "post"
    title = "Post"
    options_type = NoOptions
    address_kind = AddressKind.EMAIL

    def check(self) -> None:
        return

    def deliver(self, messages: Iterator[Message]) -> Iterator[Delivered]:
        for message in messages:
            yield Delivered(id=message.id, result=DeliveryResult.SENT)


class Hasty(Post):
    def deliver(self, messages: Iterator[Message]) -> Iterator[Delivered]:
        for message in list(messages):
            yield Delivered(id=message.id, result=DeliveryResult.SENT)


class Forgetful(Post):
    def deliver(self, messages: Iterator[Message]) -> Iterator[Delivered]:
        next(messages)
        yield Delivered(id="0", result=DeliveryResult.SENT)


def test_a_channel_that_answers_one_by_one_passes() -> None:
    results = [one.result for one in check_channel(Post, NoOptions(), MESSAGES)]
    assert results == [DeliveryResult.SENT] * 3


@pytest.mark.parametrize(
    ("channel", "fault"),
    [(Hasty, "taken before the one before it"), (Forgetful, "not one for each, in their order")],
)
def test_a_channel_that_takes_ahead_or_forgets_is_named(
    channel: type[Channel[Any]], fault: str
) -> None:
    with pytest.raises(AssertionError, match=fault):
        check_channel(channel, NoOptions(), MESSAGES)
