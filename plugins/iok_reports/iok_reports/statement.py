"""The statement of account, as of a day or of a calendar year."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta, field

from iok_core.api import (
    AccountExtract,
    Document,
    Extract,
    NoOptions,
    Paragraph,
    ReportType,
    Section,
)
from iok_reports.periods import Part, Period, part, wanted_period
from iok_reports.sections import account_section, title_of
from iok_reports.texts import TEXTS, Say, speaking, written

TITLE = "Statement of account"
_APART = (
    "Each settlement account stands by itself: the amounts of different accounts are not added "
    "together."
)
_BEGINS_LATER = "Not included, because its data begin on {day}: {name}, account {key}."
_ENDED = "Not included, because it ended on {day}: {name}, account {key}."


class StatementParameters(msgspec.Struct, frozen=True, kw_only=True):
    day: Annotated[
        date | None,
        Meta(
            title="As of the day",
            description="Leave this and the year empty for the newest day of the data.",
            extra={"asks": "Enter a day, such as 31.05.2026"},
        ),
    ] = field(default=None, name="dzien")
    year: Annotated[
        Annotated[int, Meta(ge=1900, le=2200)] | None,
        Meta(
            title="Or a calendar year",
            description="Four digits, such as 2026.",
            extra={"asks": "Enter a year, such as 2026"},
        ),
    ] = field(default=None, name="rok")
    components: Annotated[bool, Meta(title="With the components of the charges")] = field(
        default=False, name="skladniki"
    )


class Statement(ReportType[NoOptions, StatementParameters]):
    name: ClassVar[str] = "wyciag"
    title: ClassVar[str] = TITLE
    options_type: ClassVar[type[msgspec.Struct]] = NoOptions
    parameters_type: ClassVar[type[msgspec.Struct]] = StatementParameters
    texts: ClassVar[Mapping[str, Mapping[str, str]]] = TEXTS

    def build(self, parameters: StatementParameters, extract: Extract) -> Document:
        say = speaking(extract.language)
        period = wanted_period(parameters.day, parameters.year, extract.accounts, say)
        parts = [part(account, period) for account in extract.accounts]
        shown = [one for one in parts if one is not None]
        return Document(
            title=_title(period, say),
            period=_days(shown, period, say),
            sections=[
                *_notes(extract.accounts, shown, period, say),
                *(
                    account_section(
                        one,
                        say,
                        monthly=period.year is not None,
                        components=parameters.components,
                    )
                    for one in shown
                ),
            ],
            file_name=_file_name(shown, period, say),
        )


def _title(period: Period, say: Say) -> str:
    title = say(TITLE)
    return say("{title} for {year}", title=title, year=period.year) if period.year else title


def _days(parts: list[Part], period: Period, say: Say) -> str:
    if period.year is None:
        return say("As of {day}", day=written(period.until))
    since = min((one.since for one in parts), default=period.until)
    return say("From {since} to {until}", since=written(since), until=written(period.until))


def _notes(
    accounts: Sequence[AccountExtract], shown: Sequence[Part], period: Period, say: Say
) -> Iterator[Section]:
    notes = [Paragraph(say(_APART))] if len(accounts) > 1 else []
    keys = {one.account.key for one in shown}
    notes += [_left_out(one, period, say) for one in accounts if one.key not in keys]
    if notes:
        yield Section("", notes)


def _left_out(account: AccountExtract, period: Period, say: Say) -> Paragraph:
    text, day = _BEGINS_LATER, account.since
    if account.until is not None and account.since <= period.until:
        text, day = _ENDED, account.until
    told = say(text, day=written(day), name=title_of(account), key=account.key)
    return Paragraph(told, important=True)


def _file_name(parts: list[Part], period: Period, say: Say) -> str:
    of = str(period.year) if period.year else period.until.isoformat()
    account = [parts[0].account.key] if len(parts) == 1 else []
    return "-".join([say("statement"), *account, of])
