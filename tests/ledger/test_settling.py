"""K12-7: how long a title that has ended counts as settled still, day by day."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from iok_core.ledger.settling import person_in
from iok_core.portal import Portal
from iok_core.premises.access import Ground, may_see
from tests.portal import people
from tests.premises.registers import Register

LATER = date(2026, 12, 24)


@pytest.mark.parametrize(
    ("ended", "charged", "last"),
    [
        ("2026-03-14", "2026-03-01", None),
        ("2026-03-14", "2026-04-01", "2026-05-31"),
        ("2026-03-31", "2026-04-01", "2026-05-31"),
        ("2026-04-01", "2026-04-01", None),
        ("2026-03-14", "2026-12-01", "2027-01-31"),
    ],
)
def test_k12_7_it_does_to_the_end_of_the_month_after_the_newest_charged_one(
    portal_folder: Path, ended: str, charged: str, last: str | None
) -> None:
    async def check(portal: Portal) -> None:
        register = await Register.open(portal)
        flat, party = await register.premises("7"), await register.party("S")
        await register.title(flat, party, until=date.fromisoformat(ended))
        person = await register.person("Anna", party)
        account = await register.account("204-7", [flat], party)
        for month in (date.fromisoformat(charged), date(2026, 2, 1)):
            await register.charge(account, flat, month, "Eksploatacja")
        others = await register.account("204-8", [flat], await register.party("B"))
        await register.charge(others, flat, date(2027, 6, 1), "Eksploatacja")
        known = await person_in(person, register.published, LATER)
        (held,) = known.holdings
        assert held.settles_until == (date.fromisoformat(last) if last else None)
        if held.settles_until is not None:
            assert may_see(known, flat, held.settles_until).ground is Ground.SETTLES
            after = held.settles_until + timedelta(days=1)
            assert may_see(known, flat, after).ground is not Ground.SETTLES

    people(portal_folder, check)
