"""What is wrong with a text, as far as a program sees: what to look at before it is published."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from iok_core.regulations.numbers import numbers_in
from iok_core.regulations.rules import Rule
from iok_core.regulations.text import Document

_REPEALED = re.compile(r"29\s+sierpnia\s+1997|29\.0?8\.1997|1997\s+r\.[^.]*danych\s+osobowych")
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]*\w")
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[a-z]{2,}")
_UNFILLED = re.compile(r"\$\{?\w*\}?|\{\{.*?\}\}|…|\[\s*\.*\s*\]|\.{4,}|_{3,}")


def addresses_in(*texts: str) -> tuple[str, ...]:
    """E-mail addresses, as settings and texts write them among other words."""
    return tuple(address for text in texts for address in _ADDRESS.findall(text))


class Fault(StrEnum):
    REPEALED_ACT = "repealed_act"
    """Cites the Act of 29 August 1997 on the protection of personal data."""
    NO_ADDRESS = "no_address"
    """Looks like an e-mail address and is none."""
    OTHER_ADDRESS = "other_address"
    """An e-mail address that stands in no setting: nobody may read it any more."""
    UNFILLED = "unfilled"
    NO_SUCH_RULE = "no_such_rule"
    """A clause is linked to a rule that this portal does not know."""
    NO_SUCH_CLAUSE = "no_such_clause"
    OTHER_CLAUSE = "other_clause"
    """Pages of the portal call it by another number."""
    NUMBER_MISSING = "number_missing"
    """The office says that the clause names this number, and it is not in it."""
    OTHER_NUMBER = "other_number"
    """The setting has another number than the clause."""
    UNNAMED_NUMBER = "unnamed_number"
    """A number in the clause, and nobody has said for which setting it stands."""
    OTHER_TEXT = "other_text"
    """The clause does not say what the setting says."""


ABOUT_SETTINGS = frozenset(Fault) - {Fault.REPEALED_ACT, Fault.UNNAMED_NUMBER}
"""What an operator can put right, or has to know: the portal does not do what the text says."""


class Warned(msgspec.Struct, frozen=True, kw_only=True):
    fault: Fault
    clause: int | None = None
    """None: it stands above or below the clauses, or in a text that has none."""
    found: str = ""
    """In the text."""
    wanted: str = ""
    """By the setting."""
    rule: Rule | None = None


class Link(msgspec.Struct, frozen=True):
    """Which clause of one text a rule stands in, and the number that it names for it."""

    rule: str
    clause: int
    says: int | None = None


def links_of(rules: Iterable[Rule]) -> list[Link]:
    """Of the text that comes with the portal."""
    return [Link(rule.key, rule.clause) for rule in rules]


def check(
    document: Document, links: Iterable[Link], rules: Sequence[Rule], addresses: Iterable[str]
) -> list[Warned]:
    """By clause: what the text cites, and where it and a setting disagree."""
    clauses = {clause.number: " ".join(clause.paragraphs) for clause in document.clauses}
    beside = "\n".join((*document.title, *document.closing))
    known = set(addresses)
    found = [*check_words(beside, known)]
    for number, words in clauses.items():
        found += check_words(words, known, number)
    found += _disagreements(clauses, links, {rule.key: rule for rule in rules})
    return sorted(found, key=lambda one: one.clause or 0)


def check_words(
    words: str, addresses: Iterable[str], clause: int | None = None
) -> Iterator[Warned]:
    """What a text cites. `addresses`: those that the settings know."""
    if cited := _REPEALED.search(words):
        yield Warned(fault=Fault.REPEALED_ACT, clause=clause, found=cited[0])
    known = {address.lower() for address in addresses}
    for address in dict.fromkeys(addresses_in(words)):
        if not _DOMAIN.fullmatch(address.rpartition("@")[2].lower()):
            yield Warned(fault=Fault.NO_ADDRESS, clause=clause, found=address)
        elif address.lower() not in known:
            yield Warned(fault=Fault.OTHER_ADDRESS, clause=clause, found=address)
    if gap := _UNFILLED.search(words):
        yield Warned(fault=Fault.UNFILLED, clause=clause, found=gap[0])


def _disagreements(
    clauses: Mapping[int, str], links: Iterable[Link], rules: Mapping[str, Rule]
) -> Iterator[Warned]:
    links = list(links)
    yield from _unnamed(clauses, links, rules)
    for link in links:
        rule = rules.get(link.rule)
        if rule is None:
            yield Warned(fault=Fault.NO_SUCH_RULE, clause=link.clause, found=link.rule)
        elif link.clause not in clauses:
            yield Warned(fault=Fault.NO_SUCH_CLAUSE, clause=link.clause, rule=rule)
        else:
            yield from _disagreement(clauses[link.clause], link, rule)


def _unnamed(
    clauses: Mapping[int, str], links: Sequence[Link], rules: Mapping[str, Rule]
) -> Iterator[Warned]:
    for number, words in clauses.items():
        here = [link for link in links if link.clause == number]
        counted = [link for link in here if link.rule in rules and rules[link.rule].number]
        if any(link.says is None for link in counted):
            named = {link.says for link in here}
            left = [str(one) for one in numbers_in(words) if one not in named]
            if left:
                yield Warned(fault=Fault.UNNAMED_NUMBER, clause=number, found=", ".join(left))


def _disagreement(words: str, link: Link, rule: Rule) -> Iterator[Warned]:
    if rule.named and link.clause != rule.clause:
        yield _warned(Fault.OTHER_CLAUSE, link, rule, str(rule.clause))
    if rule.text and _plain(rule.text) not in _plain(words):
        yield _warned(Fault.OTHER_TEXT, link, rule, rule.text)
    if rule.number is None or link.says is None:
        return
    if link.says not in numbers_in(words):
        yield _warned(Fault.NUMBER_MISSING, link, rule, str(rule.number))
    elif link.says != rule.number:
        yield _warned(Fault.OTHER_NUMBER, link, rule, str(rule.number))


def _warned(fault: Fault, link: Link, rule: Rule, wanted: str) -> Warned:
    found = "" if link.says is None else str(link.says)
    return Warned(fault=fault, clause=link.clause, found=found, wanted=wanted, rule=rule)


def _plain(words: str) -> str:
    """Without what nobody reads as a difference: blanks, quotation marks, how an address begins."""
    bare = re.sub(r"https?://|[„”\"]", "", words.lower())
    return " ".join(bare.split()).rstrip("/")
