"""Which of the installed plugins an operator lets in."""

from collections.abc import Mapping

import msgspec

from iok_core.plugin_host.discovery import Candidate
from iok_core.plugin_host.problems import PluginProblem
from iok_core.plugin_host.refusal import PluginRefusedError

FIRST_PARTY = frozenset({"iok-connector-files", "iok-reports", "iok-channel-email", "iok-forms"})
"""The distributions that come with the portal, by their whole names; a test compares them with
the folder `plugins`. A prefix would be anybody's to take."""


class Choice(msgspec.Struct, frozen=True):
    disabled: frozenset[str] = frozenset()
    """Names of plugins that are not even imported."""
    safe_mode: bool = False
    """Only plugins that come with the portal."""

    def require(self, candidate: Candidate) -> None:
        """Raises PluginRefusedError."""
        if candidate.name in self.disabled:
            raise PluginRefusedError(PluginProblem.SWITCHED_OFF)
        if self.safe_mode and candidate.distribution not in FIRST_PARTY:
            raise PluginRefusedError(PluginProblem.SAFE_MODE)


def chosen(environment: Mapping[str, str]) -> Choice:
    """`IOK_DISABLE_PLUGINS=a,b` and `IOK_SAFE_MODE=1`: the ways out when one harms the portal."""
    names = environment.get("IOK_DISABLE_PLUGINS", "").split(",")
    return Choice(
        disabled=frozenset(name.strip() for name in names if name.strip()),
        safe_mode=environment.get("IOK_SAFE_MODE", "") not in ("", "0"),
    )
