"""The statement of account, as of a day or of a calendar year."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta, field

from iok_core.api import Document, Extract, NoOptions, Paragraph, ReportType, Section
from iok_reports.periods import Part, Period, part, wanted_period
from iok_reports.sections import account_section, title_of
from iok_reports.texts import TEXTS, Say, speaking, written

TITLE = "Statement of account"
_APART = (
    "Each settlement account stands by itself: the amounts of different accounts are not added "
    "together."
)
_LEFT_OUT = "Not included, because its data begin on {day}: {name}, account {key}."


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
                *_notes(extract, period, say),
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


def _notes(extract: Extract, period: Period, say: Say) -> Iterator[Section]:
    later = [account for account in extract.accounts if account.since > period.until]
    notes = [Paragraph(say(_APART))] if len(extract.accounts) > 1 else []
    for account in later:
        told = say(_LEFT_OUT, day=written(account.since), name=title_of(account), key=account.key)
        notes.append(Paragraph(told, important=True))
    if notes:
        yield Section("", notes)


def _file_name(parts: list[Part], period: Period, say: Say) -> str:
    of = str(period.year) if period.year else period.until.isoformat()
    account = [parts[0].account.key] if len(parts) == 1 else []
    return "-".join([say("statement"), *account, of])
