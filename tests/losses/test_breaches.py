"""A possible breach of personal data: the register and its 72 hours."""

from datetime import UTC, datetime, timedelta

from iok_core.audit.origin import Origin
from iok_core.db import fetch
from iok_core.losses.breaches import Outcome, all_breaches, decide_breach, open_breach
from iok_core.losses.kinds import Caller, Happened, Refusal
from iok_core.losses.reporting import report_in_words
from tests.databases import on_sqlite
from tests.losses.loss_office import HERE, LossOffice
from tests.losses.reporters import reports
from tests.portal import LivePortal

pytestmark = on_sqlite  # what it writes is what test_losses writes on both engines


async def test_k10_5_the_clock_runs_from_the_flag_for_72_hours(losses: LossOffice) -> None:
    loss = await report_in_words(losses.ctx, Caller(phone="600"), Happened(), HERE)
    assert isinstance(loss, int)
    losses.clock.moment = datetime(2026, 4, 3, 12, 0, tzinfo=UTC)
    by = Origin.staff(losses.office.clerk)
    breach = await open_breach(losses.ctx, loss, by=by)
    assert isinstance(breach, int)
    assert await open_breach(losses.ctx, loss, by=by) == breach
    (line,) = await all_breaches()
    assert line.due_at == datetime(2026, 4, 6, 12, 0, tzinfo=UTC)  # over Easter, too
    now = losses.clock.now()
    left = [line.hours_left(now + timedelta(hours=hours)) for hours in (0, 71.5, 72, 72.5)]
    assert left == [72, 0, 0, -1]
    assert (await losses.acts())[-1] == ("breach_open", "done", "staff")


async def test_k10_5_a_breach_is_decided_once_with_a_reason(losses: LossOffice) -> None:
    loss = await report_in_words(losses.ctx, Caller(phone="600"), Happened(), HERE)
    assert isinstance(loss, int)
    by, ctx, outcome = Origin.staff(losses.office.clerk), losses.ctx, Outcome.NO_RISK
    breach = await open_breach(ctx, loss, by=by)
    assert isinstance(breach, int)
    assert await decide_breach(ctx, breach, outcome, " ", by=by) is Refusal.NO_REASON
    stranger = Origin.resident(1)
    assert await decide_breach(ctx, breach, outcome, "x", by=stranger) is Refusal.NOT_PERMITTED
    assert await open_breach(ctx, loss, by=stranger) is Refusal.NOT_PERMITTED
    assert await decide_breach(ctx, breach, outcome, "Nikt nie wszedł", by=by) is None
    assert await decide_breach(ctx, breach, outcome, "Znowu", by=by) is Refusal.CLOSED
    assert [(one.outcome, one.reason) for one in await all_breaches()] == [
        ("no_risk", "Nikt nie wszedł")
    ]
    assert (await losses.acts())[-5:] == [
        ("breach_open", "done", "staff"),
        ("breach_decide", "refused", "resident"),
        ("breach_open", "refused", "resident"),
        ("breach_decide", "done", "staff"),
        ("breach_decide", "refused", "staff"),
    ]
    reason = "SELECT object_id, meta FROM audit WHERE action = 'breach_decide' ORDER BY seq DESC"
    (last, *_) = await fetch(reason)
    assert (last[0], "closed" in str(last[1])) == (breach, True)


def test_k10_5_a_flag_on_the_loss_opens_an_entry_that_the_first_page_reminds_of(
    live: LivePortal,
) -> None:
    reports(live.browser())
    clerk, page = live.browser_of(live.clerk()), "/biuro/utraty/1/naruszenie"
    clerk.open("/biuro/utraty/1")
    clerk.submit(page)
    assert "zostały 72 godziny" in clerk.follow().text or "71 godzin" in clerk.answer.text
    assert page in clerk.open("/biuro").text
    assert page in clerk.open("/biuro/naruszenia").text
    clerk.open(page)
    decision = f"{page}/decyzja"
    assert clerk.submit(decision, outcome="no_risk").status_code == 422
    clerk.open(page)
    clerk.submit(decision, outcome="no_risk", reason="Nikt nie wszedł")
    assert "Nikt nie wszedł" in clerk.follow().text.replace("\xa0", " ")
    assert page not in clerk.open("/biuro").text
