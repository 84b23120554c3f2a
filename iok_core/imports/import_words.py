"""How an import stands, in the words of lists and filters."""

from iok_core.imports.history import Standing
from iok_core.web.i18n import pgettext


def standings() -> dict[Standing, str]:
    return {
        Standing.WAITING: pgettext("import", "Waiting"),
        Standing.RUNNING: pgettext("import", "Running"),
        Standing.PUBLISHED: pgettext("import", "Published"),
        Standing.HELD: pgettext("import", "Held"),
        Standing.REJECTED: pgettext("import", "Rejected"),
        Standing.REPEATED: pgettext("import", "Already imported"),
        Standing.SUPERSEDED: pgettext("import", "Replaced by a later one"),
        Standing.FAILED: pgettext("import", "Failed"),
    }
