"""What a text is warned of: outdated acts, dead addresses, numbers that no setting has."""

import pytest

from iok_core.demands.rules import rules as rules_of_demands
from iok_core.demands.settings import DemandSettings
from iok_core.regulations.checking import Fault, Link, Warned, addresses_in, check, check_words
from iok_core.regulations.numbers import numbers_in
from iok_core.regulations.rules import Rule, State
from iok_core.regulations.text import Clause, Document, Fields, fill, parse
from iok_core.web.i18n import Msgid

FAILURES = Rule(
    key="sign_in.failures",
    clause=8,
    demands=Msgid("failures"),
    kept_by=Msgid("brake"),
    state=State.ENFORCED,
    setting="[identity.brake] failures",
    number=7,
)
MAILBOX = Rule(
    key="mailbox",
    clause=16,
    demands=Msgid("mailbox"),
    kept_by=Msgid("footer"),
    state=State.ENFORCED,
    text="biuro@lipowa.example",
)
BLOCK = Rule(
    key="blocking.loss",
    clause=10,
    demands=Msgid("loss"),
    kept_by=Msgid("office"),
    state=State.BY_STAFF,
    named=True,
)


def warned(words: str, link: Link, *rules: Rule) -> list[tuple[Fault, str, str]]:
    document = Document(("R",), (Clause(link.clause, (words,)),), ())
    found = check(document, [link], rules or (FAILURES,), ["biuro@lipowa.example"])
    return [(one.fault, one.found, one.wanted) for one in found]


def test_k13_5_a_text_that_says_five_is_told_that_the_portal_does_seven() -> None:
    five = Link("sign_in.failures", 8, 5)
    assert warned("Po 5 nieudanych próbach.", five) == [(Fault.OTHER_NUMBER, "5", "7")]
    assert warned("Po pięciu nieudanych próbach.", five) == [(Fault.OTHER_NUMBER, "5", "7")]


def test_k13_5_a_text_that_says_what_the_setting_says_is_left_alone() -> None:
    assert warned("Po 7 nieudanych próbach.", Link("sign_in.failures", 8, 7)) == []
    assert warned("Po siedmiu próbach.", Link("sign_in.failures", 8, 7)) == []


def test_k13_5_a_number_that_is_not_in_the_clause_is_told() -> None:
    link = Link("sign_in.failures", 8, 7)
    assert warned("Po 6 próbach.", link) == [(Fault.NUMBER_MISSING, "7", "7")]


def test_k13_5_a_number_that_nobody_has_named_is_asked_about() -> None:
    link = Link("sign_in.failures", 8)
    assert warned("Po 5 próbach.", link) == [(Fault.UNNAMED_NUMBER, "5", "")]
    assert warned("Po kilku próbach.", link) == []


def test_k13_5_a_clause_that_names_another_address_than_the_setting_is_told() -> None:
    link = Link("mailbox", 16)
    assert warned("Pisz na: biuro@lipowa.example", link, MAILBOX) == []
    assert warned("Pisz do biura.", link, MAILBOX) == [
        (Fault.OTHER_TEXT, "", "biuro@lipowa.example")
    ]


def test_k13_5_a_clause_that_pages_name_by_its_number_keeps_it() -> None:
    assert warned("Utrata.", Link("blocking.loss", 10), BLOCK) == []
    assert warned("Utrata.", Link("blocking.loss", 11), BLOCK) == [(Fault.OTHER_CLAUSE, "", "10")]


def test_k04_3_a_link_to_a_setting_that_there_is_not_is_told() -> None:
    assert warned("Cokolwiek.", Link("no.such", 3)) == [(Fault.NO_SUCH_RULE, "no.such", "")]


def test_k04_3_the_text_that_comes_with_the_portal_cites_a_repealed_act() -> None:
    fields = Fields(
        proper_name="„Lipowa”",
        place="w Przykładowie",
        street="ul. Lipowa 1",
        website="www.lipowa.example",
        mailbox="biuro@lipowa.example",
        approved_on="29.11.2023",
        resolution="Protokół Nr 35/2023",
    )
    found = check(parse(fill(fields)), [], [], ["biuro@lipowa.example"])
    assert found == [Warned(fault=Fault.REPEALED_ACT, clause=4, found="29 sierpnia 1997")]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("ustawy z 29.08.1997 r. o ochronie danych", Fault.REPEALED_ACT),
        ("na adres biuro@stary.example", Fault.OTHER_ADDRESS),
        ("na adres biuro@lipowa", Fault.NO_ADDRESS),
        ("dnia …", Fault.UNFILLED),
        ("przez ${place}", Fault.UNFILLED),
        ("w ciągu {{ sign_in.days }} dni", Fault.UNFILLED),
        ("podpis .......", Fault.UNFILLED),
    ],
)
def test_k04_3_what_a_text_cites_is_looked_at(words: str, fault: Fault) -> None:
    assert [one.fault for one in check_words(words, ["biuro@lipowa.example"])] == [fault]


def test_k04_3_what_is_in_order_is_left_alone() -> None:
    words = "RODO, ustawa z 10 maja 2018 r.; pisz na Biuro@lipowa.example. Tel. 71 000 01 00"
    assert list(check_words(words, ["biuro@lipowa.example"])) == []


def test_addresses_are_found_among_other_words() -> None:
    assert addresses_in("iod@a.example, 71 000", "", "b@c.example") == (
        "iod@a.example",
        "b@c.example",
    )


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("do 14 dni", [14]),
        ("po pięciu, a potem po dziesięciu dniach", [5, 10]),
        ("dnia 29.11.2023 r.", []),
        ("Dz. U. z 2016 r., poz. 922", [2016, 922]),
        ("dwudziestu jeden dni i dwóch", [21, 2]),
    ],
)
def test_k13_5_numbers_are_found_in_figures_and_in_words(words: str, numbers: list[int]) -> None:
    assert numbers_in(words) == numbers


def test_k09_2_the_rule_of_demands_has_the_number_of_days_that_is_set_and_is_kept_by_staff() -> (
    None
):
    found = {rule.key: rule for rule in rules_of_demands(DemandSettings(working_days=5))}
    days = found["demands.working_days"]
    assert (days.clause, days.number, days.state) == (9, 5, State.BY_STAFF)
