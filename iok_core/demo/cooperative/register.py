"""Parties, titles and settlement accounts get their numbers here."""

from collections.abc import Sequence
from datetime import date

from iok_core.demo.cooperative import names
from iok_core.demo.cooperative.dice import Dice
from iok_core.demo.cooperative.habits import interest_note, opening_balance, punctual
from iok_core.demo.cooperative.model import (
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
from iok_core.demo.cooperative.tariff import Line, monthly_lines, total
from iok_core.demo.cooperative.workdays import ONE_DAY

RIGHTS = {
    PremisesKind.FLAT: ("odrębna własność", "własnościowe", "własnościowe", "lokatorskie"),
    PremisesKind.GARAGE: ("własnościowe", "odrębna własność"),
    PremisesKind.PARKING: ("umowa o miejsce postojowe",),
    PremisesKind.SHOP: ("najem",),
}
LEDGERS = {AccountKind.FEES: "204-10", AccountKind.FUND: "204-20", AccountKind.INTEREST: "246-30"}
NATURAL, LEGAL = "osoba fizyczna", "osoba prawna"


class Register:
    def __init__(self, dice: Dice, start: date) -> None:
        self.dice = dice
        self.start = start
        self.parties: list[Party] = []
        self.titles: list[Title] = []
        self.accounts: list[Account] = []
        self.transfers: list[tuple[Account, Account]] = []

    def resident(self, home: Premises) -> Party:
        name = (names.couple if self.dice.chance(0.4) else names.person)(self.dice)
        elsewhere = home.kind is not PremisesKind.FLAT or self.dice.chance(0.06)
        address = f"Zamiejska {self.dice.between(2, 99)}" if elsewhere else home.address
        return self.party(name, address)

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
        before = len(self.accounts)
        for kind in (AccountKind.FEES, AccountKind.FUND):
            if lines := monthly_lines(premises, kind, share, 0):
                account = Account(
                    *self._next(kind),
                    kind=kind,
                    party=party,
                    premises=_billed(premises, lines),
                    habit=habit,
                    opening=0 if since else opening_balance(self.dice, habit, total(lines)),
                    share=share,
                    since=since,
                    until=until,
                    wording=wording,
                    cash=cash,
                )
                self.accounts.append(account)
        return self.accounts[before:]

    def sale(self, flat: Premises, seller: Party, buyer: Party, last_day: date) -> None:
        """The seller's title and charges end that day, the buyer's begin the next."""
        first_day = last_day + ONE_DAY
        self.title(seller, flat, until=last_day)
        self.title(buyer, flat, since=first_day)
        self.charged(seller, [flat], punctual, until=last_day)
        self.charged(buyer, [flat], punctual, since=first_day)

    def interest(self, debtor: Account) -> None:
        number, serial = self._next(AccountKind.INTEREST)
        account = Account(
            number,
            serial,
            kind=AccountKind.INTEREST,
            party=debtor.party,
            premises=debtor.premises,
            habit=interest_note,
            debtor=debtor,
        )
        self.accounts.append(account)

    def _next(self, kind: AccountKind) -> tuple[str, int]:
        serial = len(self.accounts) + 1
        return f"{LEDGERS[kind]}-{serial:06}", serial


def _billed(premises: Sequence[Premises], lines: tuple[Line, ...]) -> tuple[Premises, ...]:
    symbols = {line.premises for line in lines}
    return tuple(each for each in premises if each.symbol in symbols)
