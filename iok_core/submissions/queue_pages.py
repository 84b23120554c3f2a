"""What residents have sent in, as the office finds it: filtered by the address, and as a file."""

from collections.abc import Collection
from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.response import Redirect

from iok_core.api import Desk
from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.db.collation import search_key, sort_key
from iok_core.submissions.consent import state_of
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.desks import PERMISSIONS, QUEUE, desks_of
from iok_core.submissions.kinds import State
from iok_core.submissions.rows import SubmissionLine, submissions_for
from iok_core.submissions.words import DESKS, OFFICE_STATES, TONES, naming
from iok_core.web.csv_answer import csv_answer
from iok_core.web.gates import staff_with_one_of
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.lists import Asked, Choice, Column, Keys, Outline
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

GATE = staff_with_one_of(*PERMISSIONS.values())
NAVIGATION = [
    NavItem(
        href=QUEUE,
        label=msgid("Queue of submissions"),
        icon="wrench",
        group="staff",
        any_of=frozenset(PERMISSIONS.values()),
    ),
]
_OPEN, _OVERDUE, _JOINED = "otwarte", "po-terminie", "polaczone"
_MINE, _NOBODYS = "moje", "niczyje"
SUBMISSIONS = Outline(
    path=QUEUE,
    columns=(
        Column("termin", msgid("Answer by"), "nowrap", sorts=True),
        Column("numer", msgid("Number"), "nowrap", sorts=True),
        Column("co", msgid("What"), sorts=True),
        Column("gdzie", msgid("Where"), sorts=True),
        Column("kto", msgid("From whom"), sorts=True),
        Column("stan", msgid("State")),
        Column("prowadzi", msgid("In whose hands"), sorts=True),
    ),
    choices=(
        Choice(
            "stan",
            msgid("State"),
            {
                _OPEN: msgid("open"),
                _OVERDUE: msgid("overdue"),
                _JOINED: msgid("joined with another one"),
                **{state.value: words for state, words in OFFICE_STATES.items()},
            },
        ),
        Choice(
            "prowadzi",
            msgid("In whose hands"),
            {_MINE: msgid("mine"), _NOBODYS: msgid("nobody's")},
        ),
        Choice("dzial", msgid("Department"), {d.value: words for d, words in DESKS.items()}),
    ),
    search=msgid("Number, name, address or words"),
    file=True,
)
_KEYS: Keys[SubmissionLine] = {
    "termin": lambda line: (not line.emergency, line.due_on, line.id),
    "numer": lambda line: line.id,
    "co": lambda line: sort_key(f"{line.title} {line.summary}"),
    "gdzie": lambda line: sort_key(line.address),
    "kto": lambda line: sort_key(line.name),
    "prowadzi": lambda line: sort_key(line.assigned_name) if line.assigned_name else None,
}

HttpRequest = Request[Any, Any, Any]


@get(QUEUE, gate=GATE)
async def queue(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
) -> Response[str] | Redirect:
    """Without a choice: what is open."""
    if not request.query_params:
        return see_other(request, f"{QUEUE}?stan={_OPEN}")
    asked, lines = await _wanted(request, submissions, visitor)
    shown = asked.show(lines, _KEYS)
    await _record(submissions, visitor, Action.SUBMISSIONS_VIEW, shown.rows)
    today = submissions.clock.today()
    still_open = [line for line in shown.rows if line.state.open]
    return page(
        request,
        "office/submissions.html",
        shown=shown,
        consents={one.id: await state_of(one, visitor.published, today) for one in still_open},
        today=today,
        named=naming(submissions.forms, OFFICE_STATES),
        tones=TONES,
        mine=visitor.staff,
    )


@get(f"{QUEUE}.csv", gate=GATE)
async def queue_file(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
) -> Response[bytes]:
    asked, lines = await _wanted(request, submissions, visitor)
    ordered = asked.in_order(lines, _KEYS)
    await _record(submissions, visitor, Action.SUBMISSIONS_EXPORT, ordered)
    named = naming(submissions.forms, OFFICE_STATES)
    header = [_(column.label) for column in SUBMISSIONS.columns]
    rows = [
        (
            line.due_on.isoformat(),
            line.number,
            f"{line.title}: {line.summary}",
            line.address,
            line.name,
            named(line),
            line.assigned_name or "",
        )
        for line in ordered
    ]
    return csv_answer("zgloszenia.csv", header, rows)


async def _wanted(
    request: HttpRequest, ctx: SubmissionContext, visitor: Visitor
) -> tuple[Asked, list[SubmissionLine]]:
    asked = SUBMISSIONS.read(request.query_params)
    desks = desks_of(visitor.permissions)
    if asked.chosen.get("dzial") in desks:
        desks = [Desk(asked.chosen["dzial"])]
    found = await submissions_for(desks)
    today = ctx.clock.today()
    return asked, [line for line in found if _fits(line, asked, visitor, today)]


def _fits(line: SubmissionLine, asked: Asked, visitor: Visitor, today: date) -> bool:
    words = f"{line.number} {line.title} {line.summary} {line.address} {line.name}"
    in_words = all(word in search_key(words) for word in search_key(asked.words).split())
    return (
        in_words
        and _in_state(line, asked.chosen.get("stan"), today)
        and _held_by(line, asked.chosen.get("prowadzi"), visitor)
    )


def _in_state(line: SubmissionLine, wanted: str | None, today: date) -> bool:
    if wanted is None:
        return True
    if wanted == _JOINED:
        return line.merged_into is not None
    if wanted == _OPEN:
        return line.waits
    return line.overdue(today) if wanted == _OVERDUE else line.state is State(wanted)


def _held_by(line: SubmissionLine, wanted: str | None, visitor: Visitor) -> bool:
    if wanted is None:
        return True
    return line.assigned == (visitor.staff if wanted == _MINE else None)


async def _record(
    ctx: SubmissionContext, visitor: Visitor, action: Action, lines: Collection[SubmissionLine]
) -> None:
    ids = [line.person for line in lines]
    await record_list(ctx.log, action, by=Origin.of(visitor), kind=ObjectKind.PERSON, ids=ids)


ROUTES = [queue, queue_file]
