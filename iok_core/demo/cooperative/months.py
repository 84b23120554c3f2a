from datetime import date, timedelta


def add_months(first: date, months: int) -> date:
    """The first day of another month."""
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def last_day(first: date) -> date:
    return add_months(first, 1) - timedelta(days=1)


def months_between(earlier: date, later: date) -> int:
    return 12 * (later.year - earlier.year) + later.month - earlier.month
