"""What goes on to the accounting system: numbers of persons, a payment, what meters show."""

from datetime import date

from iok_core.api import PlaceMeter
from iok_core.demo.correspondence.desk import Desk, Letter, Typed, When, Writer
from iok_core.meters.seen import meter_sheet
from iok_core.submissions.filling import Filling

FLAT, ACCOUNT = "lokal", "konto"


async def persons_accepted(desk: Desk, who: Writer) -> None:
    """Until the accounting system knows it, both numbers stand beside each other."""
    case = await desk.takes(who, _persons(-1, "Syn wyprowadził się na studia."), (9, 12, 30))
    await desk.assigns(case, (7, 9, 0))
    await desk.answers(
        case, (7, 9, 5), "Przyjęte. Nowa liczba osób będzie w opłatach od następnego miesiąca."
    )


async def persons_waiting(desk: Desk, who: Writer) -> None:
    await desk.takes(who, _persons(1, ""), (2, 11, 48))


async def payment(desk: Desk, who: Writer) -> None:
    """Of what is to be paid by the books, made the day before."""

    def typed(filling: Filling) -> Typed:
        sheet = filling.choice.sheet if filling.choice else None
        owed = abs(sheet.statement.closing) if sheet else 0
        paid_on = desk.days.ago(3, 12).today()
        return {"dzien": paid_on.isoformat(), "kwota": f"{owed // 100},{owed % 100:02}"}

    await desk.takes(who, Letter(form="wplata", place=ACCOUNT, typed=typed), (2, 20, 15))


async def readings(desk: Desk, who: Writer) -> None:
    """As much as before in each month; not where the books have been read since."""
    when: When = (1, 19, 5)
    today = desk.days.ago(*when).today()

    def typed(filling: Filling) -> Typed:
        meters = filling.choice.place.meters if filling.choice else ()
        states = {f"stan_{one.key}": _goes_on(one, today) for one in meters}
        return {"dzien": today.isoformat(), **states}

    reader = await desk.reader(who)
    sheets = [await meter_sheet(reader, held) for held in reader.held]
    shown = [row for sheet in sheets for one in sheet.meters for row in one.readings]
    if shown and max(row.day for row in shown) < today:
        await desk.takes(who, Letter(form="odczyt", place=FLAT, typed=typed), when)


def _persons(more: int, note: str) -> Letter:
    def typed(filling: Filling) -> Typed:
        charged = filling.choice.place.occupants if filling.choice else None
        number = max((charged or 0) + more, 1)
        since = filling.today.replace(day=1).isoformat()
        return {"liczba": str(number), "od": since, "uwagi": note}

    return Letter(form="liczba-osob", place=FLAT, typed=typed)


def _goes_on(meter: PlaceMeter, today: date) -> str:
    """As it rose between its last two readings."""
    before, last = meter.readings[-2:]
    in_a_day = (last.value - before.value) / (last.day - before.day).days
    value = last.value + in_a_day * (today - last.day).days
    return f"{value:.1f}".replace(".", ",")
