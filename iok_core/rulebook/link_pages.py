"""Clause → setting or function → state: of the version in force, and for the clauses of a draft."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from iok_core.audit.actions import ObjectKind
from iok_core.audit.origin import Origin
from iok_core.regulations import service as regulations
from iok_core.regulations.checking import Link, Warned
from iok_core.regulations.rules import Rule
from iok_core.rulebook import drafts, linking
from iok_core.rulebook.drafts import DraftView, Refusal
from iok_core.rulebook.links import NOWHERE, links_of_draft, links_of_version
from iok_core.rulebook.overseeing import Rulebook
from iok_core.rulebook.staff_pages import DRAFT, EDITS, REGULATIONS_PAGE, review_page
from iok_core.rulebook.words import REFUSALS, STATES, warning
from iok_core.web.body import BadForm, form_fields, is_form
from iok_core.web.csrf import FIELD as CSRF_FIELD
from iok_core.web.gates import NotYours
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

RULES_PAGE = f"{REGULATIONS_PAGE}/zasady"
_NUMBER = re.compile(r"\d{1,6}")

HttpRequest = Request[Any, Any, Any]


class Line(msgspec.Struct, frozen=True):
    """One clause: its text, what keeps it, and what is wrong with it."""

    number: int
    text: str
    kept: list[tuple[Rule, Link]]
    warnings: list[Warned]


@get(RULES_PAGE, gate=EDITS)
async def rules_in_force(
    request: HttpRequest, rulebook: NamedDependency[Rulebook]
) -> Response[str]:
    current = await regulations.in_force(rulebook.tools.clock.today())
    lines: list[Line] = []
    if current is not None:
        document = regulations.parse(current.text)
        links = await links_of_version(current.number, rulebook.rules)
        lines = _lines(document, links, rulebook)
    return page(
        request,
        "office/rules.html",
        version=current,
        lines=lines,
        states=STATES,
        warning=warning,
        rules={rule.key: rule for rule in rulebook.rules},
    )


@get(f"{DRAFT}/zasady", gate=EDITS)
async def draft_links(
    request: HttpRequest, rulebook: NamedDependency[Rulebook], draft: FromPath[int]
) -> Response[Any]:
    found = await _draft(draft)
    if not found.open:
        return see_other(request, review_page(draft))
    links = await links_of_draft(draft, rulebook.rules)
    return _links_page(request, rulebook, found, links)


@post(f"{DRAFT}/zasady", gate=EDITS)
async def link(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    rulebook: NamedDependency[Rulebook],
    draft: FromPath[int],
) -> Response[Any]:
    found = await _draft(draft)
    sent = await _sent(request)
    links, errors = _read(sent, rulebook.rules)
    if errors:
        return _links_page(request, rulebook, found, links, errors, status=422)
    revision = int(sent["revision"]) if _NUMBER.fullmatch(sent.get("revision", "")) else 0
    outcome = await linking.link(draft, revision, links, rulebook.tools, by=Origin.of(visitor))
    if isinstance(outcome, Refusal):
        errors = [("", _(REFUSALS[outcome]))]
        return _links_page(request, rulebook, await _draft(draft), links, errors, status=422)
    return see_other(request, review_page(draft), _("What keeps the clauses is saved."))


async def _draft(draft: int) -> DraftView:
    found = await drafts.draft(draft)
    if found is None:
        raise NotYours(ObjectKind.DRAFT, draft)
    return found


def _lines(document: regulations.Document, links: list[Link], rulebook: Rulebook) -> list[Line]:
    rules = {rule.key: rule for rule in rulebook.rules}
    warnings = rulebook.check(document, links)
    return [
        Line(
            clause.number,
            "\n".join(clause.paragraphs),
            [(rules[k.rule], k) for k in links if k.clause == clause.number and k.rule in rules],
            [one for one in warnings if one.clause == clause.number],
        )
        for clause in document.clauses
    ]


async def _sent(request: HttpRequest) -> dict[str, str]:
    if not is_form(request):
        raise BadForm
    sent = dict(await form_fields(request))
    sent.pop(CSRF_FIELD, None)
    return sent


def _read(
    sent: Mapping[str, str], rules: Iterable[Rule]
) -> tuple[list[Link], list[tuple[str, str]]]:
    """A rule whose field was not sent stands in no clause."""
    links: list[Link] = []
    errors: list[tuple[str, str]] = []
    for rule in rules:
        clause = sent.get(f"clause-{rule.key}", "0")
        says = sent.get(f"says-{rule.key}", "").strip()
        if says and not _NUMBER.fullmatch(says):
            errors.append((f"says-{rule.key}", _("Enter a whole number, or leave it empty")))
        links.append(
            Link(
                rule.key,
                int(clause) if _NUMBER.fullmatch(clause) else NOWHERE,
                int(says) if _NUMBER.fullmatch(says) else None,
            )
        )
    return links, errors


def _links_page(
    request: HttpRequest,
    rulebook: Rulebook,
    found: DraftView,
    links: list[Link],
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> Response[str]:
    return page(
        request,
        "office/draft_links.html",
        status=status,
        draft=found,
        document=found.wording.document,
        rules=rulebook.rules,
        links={link.rule: link for link in links},
        errors=dict(errors or []),
        form={"errors": errors or []},
        states=STATES,
    )


ROUTES = [rules_in_force, draft_links, link]
