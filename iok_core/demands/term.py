from datetime import date

import msgspec

from iok_core.demands.settings import DemandSettings
from iok_core.working_days import WorkingDays


class Term(msgspec.Struct, frozen=True):
    """By when a demand has to be carried out."""

    calendar: WorkingDays = WorkingDays()
    settings: DemandSettings = DemandSettings()

    def due(self, received: date) -> date:
        return self.calendar.due(received, self.settings.working_days)
