"""Lipowa 14: flats and a garage, and people who wait for their slips."""

from collections.abc import Mapping

from iok_core.audit.origin import Origin
from iok_core.db import execute
from iok_core.identity.issue_batches import newest_batch
from iok_core.identity.mass_issue import BatchIssued, MassIssue, MassRefusal, issue_batch
from iok_core.imports.service import published_sources
from iok_core.portal import Portal
from iok_core.premises.desk import add_person
from iok_core.premises.holders import Place
from iok_core.premises.service import Basis
from tests.portal import LivePortal, add_clerk
from tests.premises.payers import add_payers

WHERE = Place("Lipowa 14", "")
STAIRCASES = {"L14-1": "B", "L14-7": "A", "L14-70": "A", "L14-2": "B", "L14-G1": ""}
EWA = "Dudkowa Ewa"
ACTING = {"K-1": "Maria Ćwikłowska", "K-2": "Anna Cebulowa", "K-3": "Łukasz Łukaszowy"}


class Building:
    """Lipowa 14, with somebody who acts for each payer but K-4, and a clerk."""

    def __init__(self, live: LivePortal) -> None:
        self.live = live
        self.parties = live.do(add_payers)
        self.persons: Mapping[str, int] = live.do(self._people)
        self.clerk = live.do(add_clerk)
        self.by = Origin.staff(self.clerk.staff or 0)

    async def _people(self, portal: Portal) -> dict[str, int]:
        for symbol, staircase in STAIRCASES.items():
            await execute(
                "UPDATE premises_version SET staircase = {} WHERE symbol = {}", staircase, symbol
            )
        await execute("UPDATE title SET until = NULL")
        return {
            key: await add_person(
                name, self.parties[key], Basis.SELF, by_identity=None, clock=portal.clock
            )
            for key, name in ACTING.items()
        }

    async def issue(
        self, portal: Portal, place: Place = WHERE, *, checks: bool = True, adds: bool = False
    ) -> BatchIssued | MassRefusal:
        wanted = MassIssue(
            place=place,
            after_batch=await newest_batch(),
            checks_on_handing_over=checks,
            adds_payers=adds,
        )
        return await issue_batch(portal.identity, wanted, await published_sources(), by=self.by)

    def issued(self, place: Place = WHERE, *, adds: bool = False) -> BatchIssued:
        outcome = self.live.do(lambda portal: self.issue(portal, place, adds=adds))
        assert isinstance(outcome, BatchIssued)
        return outcome

    def enters(self, identifier: str, password: str) -> bool:
        return self.live.browser().sign_in(identifier, password).status_code == 303
