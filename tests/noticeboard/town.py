"""Residents of two buildings, and a clerk who announces things to them."""

from datetime import date
from typing import Any

from iok_core.audit.origin import Origin
from iok_core.identity.service import Role
from iok_core.noticeboard import writing
from iok_core.noticeboard.announcements import Wording, announcement
from iok_core.noticeboard.audience import Audience
from iok_core.noticeboard.kinds import Group, Reach
from iok_core.noticeboard.writing import Board
from iok_core.portal import Portal
from iok_core.premises.holders import Place
from tests.portal import Access, LivePortal
from tests.premises.registers import Register


class Town:
    def __init__(self, live: LivePortal) -> None:
        self.live = live
        self.register = live.do(Register.open)
        self.clerk = live.clerk(Role.TECHNICAL)
        self.number = 0

    @property
    def today(self) -> date:
        return self.live.do(_today)

    def moves_in(self, building: str, staircase: str = "", kind: str = "ownership") -> Access:
        self.number += 1
        who, key = self.live.resident(f"Osoba Druga{self.number}"), f"{building}/{self.number}"

        async def written(_: Portal) -> None:
            party = await self.register.party(key)
            flat = await self.register.premises(key, building=building, staircase=staircase)
            await self.register.title(flat, party, kind=kind)
            await self.register.acts(who.person or 0, party)

        self.live.do(written)
        return who

    def drafts(self, title: str, *places: Place, **given: Any) -> int:
        reach = Reach.PLACES if places else Reach.ALL
        audience = Audience(reach, given.pop("group", Group.EVERYBODY), places)
        known: dict[str, Any] = {
            "body": "Treść.",
            "audience": audience,
            "since": self.today,
        } | given
        wording = Wording(title=title, **known)
        saved = self.live.do(
            lambda portal: writing.save(board_of(portal), None, wording, by=self.by)
        )
        assert type(saved) is int
        return saved

    def announces(self, title: str, *places: Place, **given: Any) -> int:
        id_ = self.drafts(title, *places, **given)

        async def shown(portal: Portal) -> object:
            found = await announcement(id_)
            assert found is not None
            return await writing.show(board_of(portal), found, by=self.by)

        assert self.live.do(shown) is None
        return id_

    def withdraws(self, id_: int) -> None:
        by = self.by
        assert self.live.do(lambda p: writing.withdraw(board_of(p), id_, by=by)) is None

    @property
    def by(self) -> Origin:
        return Origin.staff(self.clerk.staff or 0)

    def reads(self, who: Access, page: str = "/ogloszenia") -> str:
        return self.live.browser_of(who).open(page).text


def board_of(portal: Portal) -> Board:
    return Board(portal.audit, portal.clock)


async def _today(portal: Portal) -> date:
    return portal.clock.today()
