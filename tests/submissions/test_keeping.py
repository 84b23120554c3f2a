"""PRV6: submissions go when their time is over, with photos and whatever else is of them."""

import json
from datetime import datetime, timedelta

import msgspec
from piccolo.columns import ForeignKey

from iok_core.audit.origin import Origin
from iok_core.db import fetch
from iok_core.db.clock import WARSAW
from iok_core.handovers.tables import HandOver
from iok_core.piccolo_app import APP_CONFIG
from iok_core.portal import Portal
from iok_core.submissions.answering import Answer, answer
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.drafts import save
from iok_core.submissions.keeping import PARTS, forget_old
from iok_core.submissions.kinds import State
from iok_core.submissions.settings import SubmissionSettings
from iok_core.submissions.strangers import Told, take, taken
from iok_core.submissions.tables import DeclaredReading, Submission
from tests.notices.posting import MovableClock
from tests.offices import Office
from tests.submissions.declaring import Payer
from tests.submissions.sent import FAULT, add_submission, picture
from tests.submissions.writing import QUESTION

YEARS = {"usterka": 3, "liczba-osob": 5, "wplata": 5, "wiadomosc": 3, "": 1}
"""By form; "" is what was sent without signing in. As docs/operators/data.md tells it."""
SETTLED = datetime(2026, 12, 31, 23, 30, tzinfo=WARSAW)


def at(portal: Portal, moment: datetime) -> SubmissionContext:
    return msgspec.structs.replace(portal.submissions, clock=MovableClock(moment))


async def settled(portal: Portal, payer: Payer, form: str) -> int:
    """Just before the end of 2026."""
    ctx, today = at(portal, SETTLED), portal.clock.today().isoformat()
    typed = {
        "usterka": FAULT,
        "liczba-osob": {"liczba": "7", "od": today},
        "wplata": {"dzien": today, "kwota": "12,34"},
        "wiadomosc": QUESTION,
    }
    if form:
        photos = [picture("olive")] if form == "usterka" else []
        made = await add_submission(portal, payer.person, form, typed[form], photos=photos)
    else:
        await take(ctx, Told(name="Anna", said=[], attached=[]), "f" * 32, "10.0.0.9")
        line = await taken("f" * 32)
        assert line is not None
        made = line.id
    given = Answer(text="Załatwione", state=State.DONE)
    assert await answer(ctx, made, given, by=Origin.operator("test")) is None
    return made


def left(served: Office) -> set[int]:
    return {row[0] for row in served.live.rows("SELECT id FROM submission")}


def forget(served: Office, moment: datetime) -> None:
    served.live.do(lambda portal: forget_old(at(portal, moment)))


def counts(served: Office) -> list[dict[str, int]]:
    sql = "SELECT meta FROM audit WHERE action = 'submissions_forget' ORDER BY seq"
    return [json.loads(meta) for (meta,) in served.live.rows(sql)]


def test_prv6_each_kind_is_kept_to_the_end_of_its_last_year_and_no_day_longer(
    served: Office,
) -> None:
    payer = Payer(served, "K0004")

    async def all_of_them(portal: Portal) -> dict[str, int]:
        return {form: await settled(portal, payer, form) for form in YEARS}

    made = served.live.do(all_of_them)
    served.live.do(lambda _: handed_over(made["liczba-osob"]))
    opened = served.live.do(lambda portal: add_submission(portal, payer.person))
    for years in sorted(set(YEARS.values())):
        forget(served, SETTLED.replace(year=2026 + years))
        kept = {made[form] for form in YEARS if YEARS[form] >= years} | {opened}
        assert left(served) == kept, years
        forget(served, datetime(2027 + years, 1, 1, 0, 30, tzinfo=WARSAW))
        assert left(served) == {one for one in kept if one not in _of(made, years)}, years
    assert [one["submissions"] for one in counts(served)] == [1, 2, 2]
    assert [one["photos"] for one in counts(served)] == [0, 1, 0]
    for part in PARTS:
        rows = served.live.rows(f"SELECT DISTINCT submission FROM {part}")
        assert {row[0] for row in rows} <= {opened}, part
    for gone in ("photo", "hand_over"):
        assert served.live.rows(f"SELECT count(*) FROM {gone}") == [(0,)], gone


async def handed_over(submission: int) -> None:
    rows = await fetch("SELECT premises FROM submission WHERE id = {}", submission)
    row = HandOver(submission=submission, module=1, premises=rows[0][0], state="taken")
    row.content = "{}"
    await row.save()


def _of(made: dict[str, int], years: int) -> set[int]:
    return {made[form] for form in YEARS if YEARS[form] == years}


def test_prv6_readings_of_meters_have_years_of_their_own(served: Office) -> None:
    payer = Payer(served, "K0004")

    async def forget_after_two_years(portal: Portal) -> None:
        ctx = at(portal, SETTLED.replace(year=2028))
        years = msgspec.structs.replace(ctx.settings, keep_readings=1)
        await forget_old(msgspec.structs.replace(ctx, settings=years))

    async def read(portal: Portal) -> tuple[int, int]:
        made = [await settled(portal, payer, "wiadomosc") for _ in range(2)]
        row = DeclaredReading(
            submission=made[0], meter=1, medium="gas", unit="m3", day=portal.clock.today()
        )
        await row.save()
        return made[0], made[1]

    reading, question = served.live.do(read)
    served.live.do(forget_after_two_years)
    assert reading not in left(served)
    assert question in left(served)
    assert SubmissionSettings().keep_readings == 3


def test_prv6_a_draft_that_was_never_sent_goes_after_thirty_days_and_is_counted(
    served: Office,
) -> None:
    payer, begun = Payer(served, "K0004"), SETTLED - timedelta(days=30)
    person, clock = payer.person, MovableClock(begun)
    served.live.do(lambda _: save(person, "usterka", {"opis": "Kran"}, [], clock))
    before = len(counts(served))
    forget(served, SETTLED)
    assert served.live.rows("SELECT count(*) FROM submission_draft") == [(1,)]
    forget(served, SETTLED + timedelta(seconds=1))
    assert served.live.rows("SELECT count(*) FROM submission_draft") == [(0,)]
    (told,) = counts(served)[before:]
    assert told == {"submissions": 0, "photos": 0, "drafts": 1}


def test_prv6_the_network_of_a_stranger_is_forgotten_within_the_hours_of_the_worker(
    served: Office,
) -> None:
    sent = datetime(2026, 6, 1, 12, tzinfo=WARSAW)
    told = Told(name="Anna", said=[], attached=[])
    served.live.do(lambda portal: take(at(portal, sent), told, "e" * 32, "10.0.0.8"))
    sql = "SELECT count(*) FROM submission WHERE network IS NOT NULL"
    assert served.live.rows(sql) == [(1,)]
    forget(served, sent + timedelta(hours=1))
    assert served.live.rows(sql) == [(0,)]


def test_prv6_whatever_is_of_a_submission_goes_with_it() -> None:
    """A table that names submissions and is not told of would keep each of them for ever."""
    naming = {
        table._meta.tablename
        for table in APP_CONFIG.table_classes
        for column in table._meta.columns
        if isinstance(column, ForeignKey)
        and column._foreign_key_meta.resolved_references is Submission
    }
    assert naming == set(PARTS)


def test_prv6_a_double_stands_by_itself_when_the_one_it_was_joined_with_is_gone(
    served: Office,
) -> None:
    """As when its sender has opened it again and taken it back a year later."""
    payer = Payer(served, "K0004")

    async def pair(portal: Portal) -> tuple[int, int]:
        main = await settled(portal, payer, "usterka")
        return main, await settled(portal, payer, "usterka")

    main, double = served.live.do(pair)
    later = SETTLED.replace(year=2027)
    sql = "UPDATE submission SET merged_into = {}, closed_at = {} WHERE id = {}"
    served.live.rows(sql, main, later, double)
    forget(served, datetime(2030, 1, 1, 0, 30, tzinfo=WARSAW))
    assert main not in left(served)
    assert served.live.rows("SELECT merged_into FROM submission WHERE id = {}", double) == [(None,)]
