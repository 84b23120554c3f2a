"""What clause 9 of the regulations demands of the office, and what here keeps it."""

from iok_core.demands.settings import DemandSettings
from iok_core.regulations.rules import Rule, State
from iok_core.web.i18n import msgid


def rules(settings: DemandSettings) -> list[Rule]:
    return [
        Rule(
            key="demands.written",
            clause=9,
            demands=msgid("What clause 9 promises is done on a demand in writing"),
            kept_by=msgid("Without a registered demand the portal carries nothing out"),
            state=State.ENFORCED,
        ),
        Rule(
            key="demands.working_days",
            clause=9,
            demands=msgid("By when a demand is carried out: working days"),
            kept_by=msgid("The register shows what is overdue"),
            state=State.BY_STAFF,
            setting="[demands] working_days",
            number=settings.working_days,
        ),
    ]
