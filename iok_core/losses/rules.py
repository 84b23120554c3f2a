"""What clause 10 of the regulations demands, and what here keeps it."""

from iok_core.regulations.rules import Rule, State
from iok_core.web.i18n import msgid


def rules() -> list[Rule]:
    return [
        Rule(
            key="losses.reporting",
            clause=10,
            demands=msgid("A loss can be told at any hour"),
            kept_by=msgid("A page without sign-in; the freeze code blocks at once"),
            state=State.ENFORCED,
        ),
    ]
