"""What clauses of the regulations demand of settlements, and what here keeps it."""

from iok_core.regulations.rules import Rule, State
from iok_core.web.i18n import msgid


def rules() -> list[Rule]:
    return [
        Rule(
            key="ledger.own_premises",
            clause=2,
            demands=msgid("Residents look into the settlements of their own premises"),
            kept_by=msgid("Each page asks for whom the reader acts today"),
            state=State.ENFORCED,
        ),
        Rule(
            key="ledger.for_information",
            clause=7,
            demands=msgid("Balances are for information, and say of which day they are"),
            kept_by=msgid("The words and the day stand below every amount"),
            state=State.ENFORCED,
        ),
    ]
