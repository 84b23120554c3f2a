"""Somebody who tries passwords from many places."""

from datetime import timedelta

from iok_core.identity.arriving import Arrival
from iok_core.identity.signing_in import Reason, Refused, sign_in
from tests.identity.office import Office


def network(number: int) -> str:
    """One of 65 536, as the pages name them."""
    return f"10.{number // 256}.{number % 256}.0/24"


async def guess(office: Office, identifier: str, typed: str = "zły", **came: str | None) -> Reason:
    """Why it was refused."""
    arrival = Arrival(**({"network": network(0)} | came))  # type: ignore[arg-type]  # fields of two types
    outcome = await sign_in(office.ctx, identifier, typed, arrival)
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


async def guess_slowly(
    office: Office, identifier: str, times: int, **came: str | None
) -> list[Reason]:
    """Each as soon as it may be tried."""
    reasons = []
    for _ in range(times):
        reasons.append(await guess(office, identifier, "zły", **came))
        office.clock.go_on(timedelta(seconds=16))
    return reasons
