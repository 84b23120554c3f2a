"""What staff read when a run has failed: what happened, and what to do about it."""

from collections.abc import Mapping

import msgspec

from iok_core.api import ConnectorProblem
from iok_core.runs.outcome import RunProblem
from iok_core.web.i18n import Msgid, msgid


class Advice(msgspec.Struct, frozen=True):
    what: Msgid
    do: Msgid


_CALL = msgid("Tell the person who runs the portal, and give the number of the run.")
_AGAIN = msgid("Start it again; if it fails again, tell the person who runs the portal.")
FAILURES: Mapping[str, Advice] = {
    ConnectorProblem.UNREACHABLE: Advice(
        msgid("The system that the module speaks to did not answer"),
        msgid("Check that it is running and that the network works, then start it again."),
    ),
    ConnectorProblem.SIGN_IN_REFUSED: Advice(
        msgid("The system that the module speaks to refused the sign-in"),
        msgid("Check the name and the password in the settings of the module."),
    ),
    ConnectorProblem.MISSING_FILE: Advice(
        msgid("A file is missing"),
        msgid("Export it from the accounting system into the folder, then start it again."),
    ),
    ConnectorProblem.MISSING_COLUMN: Advice(
        msgid("A column is missing in a file"),
        msgid("Export the file with all columns, or correct the layout."),
    ),
    ConnectorProblem.UNDECODABLE: Advice(
        msgid("A file is written in another encoding than the layout says"),
        msgid("Export it in the usual encoding, or correct the layout."),
    ),
    ConnectorProblem.WRONG_LAYOUT: Advice(
        msgid("A file is laid out otherwise than the layout says"),
        msgid("Check separators and headers, or correct the layout."),
    ),
    ConnectorProblem.WRONG_OPTIONS: Advice(
        msgid("The settings of the module do not work"),
        msgid("Correct the setting that is named below."),
    ),
    ConnectorProblem.STALE_CHECKPOINT: Advice(
        msgid("The system cannot tell what has changed since the last time"), _AGAIN
    ),
    RunProblem.RAISED: Advice(msgid("The plugin failed in an unexpected way"), _CALL),
    RunProblem.CRASHED: Advice(msgid("It broke off in mid-work"), _AGAIN),
    RunProblem.TIMED_OUT: Advice(msgid("It took too long and was stopped"), _AGAIN),
    RunProblem.SILENT: Advice(msgid("It stopped answering and was ended"), _AGAIN),
    RunProblem.GARBLED: Advice(msgid("The plugin sent something that cannot be read"), _CALL),
    RunProblem.INTERNAL: Advice(msgid("The portal itself failed"), _CALL),
    RunProblem.LOST: Advice(msgid("It was started three times and never ended"), _CALL),
}
