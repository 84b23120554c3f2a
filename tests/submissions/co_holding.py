"""Two who hold the same premises, the office, and a number that one of them declares."""

import json
from datetime import timedelta
from functools import partial

from iok_core.db import execute
from iok_core.identity.service import Role
from iok_core.notices.turning import Turning
from iok_core.portal import Portal
from iok_core.premises.desk import add_person, party_by_key
from iok_core.premises.service import Basis
from tests.browsing import Browser
from tests.offices import Office, payer, text_of
from tests.portal import Access
from tests.submissions.sent import add_submission

CONFIRM = "\n[submissions]\nco_holders_confirm = true\n"
NUMBER = 7


class Couple:
    def __init__(self, served: Office, key: str) -> None:
        self.served, self.live = served, served.live
        self.sender, self.other = self.who(key), self.who(key)
        self.clerk = self.live.browser_of(self.live.clerk(Role.DESK))

    def who(self, key: str) -> Access:
        return self.live.do(partial(payer, key=key))

    def browser(self, who: Access) -> Browser:
        return self.live.browser_of(who)

    def declare(self, *, by_clerk: int | None = None) -> int:
        async def send(portal: Portal) -> int:
            typed = {"liczba": str(NUMBER), "od": portal.clock.today().isoformat()}
            person = self.sender.person or 0
            made = await add_submission(portal, person, "liczba-osob", typed, entered_by=by_clerk)
            await Turning(portal.notices).turn()
            return made

        return self.live.do(send)

    def say(self, made: int, said: str, reason: str = "", who: Access | None = None) -> Browser:
        """In the page; the browser stands at the answer."""
        page, browser = shared(made), self.browser(who or self.other)
        browser.open(page)
        if said == "agreed":
            browser.submit(f"{page}/potwierdz", sure="1")
        else:
            browser.submit(f"{page}/sprzeciw", reason=reason)
        return browser

    def accept(self, made: int, unconfirmed: str = "") -> str:
        """What the office reads afterwards."""
        case = f"/biuro/zgloszenia/{made}"
        self.clerk.open(case)
        sent = {"text": "Przyjęte od grudnia", "state": "done", "unconfirmed": unconfirmed}
        form = self.clerk.form(f"{case}/odpowiedz")
        answer = self.clerk.http.post(f"{case}/odpowiedz", data=form | sent)
        return text_of(answer.text if answer.status_code == 422 else self.clerk.open(case).text)

    def state(self, made: int) -> str:
        return str(self.live.rows("SELECT state FROM submission WHERE id = {}", made)[0][0])

    def steps(self, made: int) -> list[str]:
        sql = "SELECT kind FROM submission_step WHERE submission = {} ORDER BY id"
        return [kind for (kind,) in self.live.rows(sql, made)]

    def told(self, kind: str, who: Access) -> int:
        sql = "SELECT count(*) FROM notice WHERE kind = {} AND person = {}"
        return int(self.live.rows(sql, kind, who.person)[0][0])

    def told_of_answer(self, made: int) -> int:
        """How often the sender is to hear of something new."""
        sql = "SELECT subject FROM event WHERE kind = 'submission_answered'"
        subjects = [json.loads(subject) for (subject,) in self.live.rows(sql)]
        return sum(one["submission"] == made for one in subjects)

    def joined_without_access(self, key: str) -> None:
        """Somebody else of the payer, who cannot sign in."""

        async def join(portal: Portal) -> None:
            party = await party_by_key(1, key)
            clock, name = portal.clock, "Ewa Bezdostępu"
            await add_person(name, party or 0, Basis.SELF, by_identity=None, clock=clock)

        self.live.do(join)

    def ended(self, who: Access) -> None:
        """They act for the payer no more since yesterday."""

        async def end(portal: Portal) -> None:
            day = portal.clock.today() - timedelta(days=1)
            sql = "UPDATE representation SET since = {}, until = {} WHERE person = {}"
            await execute(sql, day, day, who.person)

        self.live.do(end)


def shared(made: int) -> str:
    return f"/zgloszenia/wspolne/{made}"
