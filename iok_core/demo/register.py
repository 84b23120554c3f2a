"""Parties, titles and settlement accounts get their numbers here."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from iok_core.demo import names
from iok_core.demo.dice import Dice
from iok_core.demo.habits import interest_note, opening_balance, punctual
from iok_core.demo.model import (
    WHOLE,
    Account,
    AccountKind,
    Habit,
    Party,
    Premises,
    PremisesKind,
    Share,
    Title,
)
from iok_core.demo.tariff import monthly_lines, total

RIGHTS = {
    PremisesKind.FLAT: ("odrębna własność", "własnościowe", "własnościowe", "lokatorskie"),
    PremisesKind.GARAGE: ("własnościowe", "odrębna własność"),
    PremisesKind.PARKING: ("umowa o miejsce postojowe",),
    PremisesKind.SHOP: ("najem",),
}
LEDGERS = {AccountKind.FEES: "204-10", AccountKind.FUND: "204-20", AccountKind.INTEREST: "246-30"}
NATURAL, LEGAL = "osoba fizyczna", "osoba prawna"
NAMESAKE_EVERY = 97


class Register:
    def __init__(self, dice: Dice, start: date) -> None:
        self.dice = dice
        self.start = start
        self.parties: list[Party] = []
        self.titles: list[Title] = []
        self.accounts: list[Account] = []
        self.transfers: list[tuple[Account, Account]] = []

    def resident(self, home: Premises) -> Party:
        if len(self.parties) % NAMESAKE_EVERY == NAMESAKE_EVERY - 1:
            name = self._namesake()
        else:
            name = (names.couple if self.dice.chance(0.4) else names.person)(self.dice)
        return self.party(name, home.address)

    def _namesake(self) -> str:
        """Two people may bear one name: someone who came in about the middle lends theirs."""
        middle = self.parties[len(self.parties) // 2 :]
        return next(p.name for p in middle if p.form == NATURAL and " i " not in p.name)

    def company(self, home: Premises) -> Party:
        return self.party(names.company(self.dice), home.address, form=LEGAL)

    def party(self, name: str, home: str, form: str = NATURAL) -> Party:
        number = len(self.parties) + 1
        email = names.mailbox(name, number) if self.dice.chance(0.8) else ""
        party = Party(f"{number:06}", name, form, f"{home}, 00-000 Przykładowo", email)
        self.parties.append(party)
        return party

    def title(
        self,
        party: Party,
        premises: Premises,
        share: Share = WHOLE,
        since: date | None = None,
        until: date | None = None,
    ) -> None:
        dice = self.dice
        years = dice.between(2, 30)
        long_ago = date(self.start.year - years, dice.between(1, 12), dice.between(1, 28))
        right = "odrębna własność" if share != WHOLE else dice.pick(RIGHTS[premises.kind])
        member = premises.kind is not PremisesKind.SHOP and dice.chance(0.85)
        self.titles.append(Title(premises, party, right, share, since or long_ago, until, member))

    def charged(
        self,
        party: Party,
        premises: Sequence[Premises],
        habit: Habit,
        share: Share = WHOLE,
        since: date | None = None,
        until: date | None = None,
    ) -> list[Account]:
        """An account for fees, and one for the fund where the building keeps it apart."""
        wording, cash = self.dice.between(0, 59), self.dice.chance(0.04)
        opened = []
        for kind in (AccountKind.FEES, AccountKind.FUND):
            plan = Account(
                "", 0, kind, party, tuple(premises), habit, 0, share, since, until, wording, cash
            )
            if lines := monthly_lines(plan, 0):
                billed = {line.premises for line in lines}
                plan = replace(plan, premises=tuple(p for p in premises if p.symbol in billed))
                opening = 0 if since else opening_balance(self.dice, habit, total(lines))
                opened.append(self._open(plan, opening))
        return opened

    def sale(self, flat: Premises, seller: Party, buyer: Party, last_day: date) -> list[Account]:
        """The seller's accounts, then the buyer's; the buyer's title begins the day after."""
        first_day = last_day + timedelta(days=1)
        self.title(seller, flat, until=last_day)
        self.title(buyer, flat, since=first_day)
        sold = self.charged(seller, [flat], punctual, until=last_day)
        return sold + self.charged(buyer, [flat], punctual, since=first_day)

    def interest(self, debtor: Account) -> None:
        plan = replace(
            debtor, kind=AccountKind.INTEREST, habit=interest_note, cash=False, debtor=debtor
        )
        self._open(plan, 0)

    def _open(self, plan: Account, opening: int) -> Account:
        serial = len(self.accounts) + 1
        number = f"{LEDGERS[plan.kind]}-{serial:06}"
        account = replace(plan, serial=serial, number=number, opening=opening)
        self.accounts.append(account)
        return account
