"""For authors of plugins: does an extension keep the contract? Each check names all that it finds.

A test calls `check_connector`, `check_taking`, `check_report_type`, `check_channel` or
`check_resident_form`, or looks at what came from a real process with `run_in_child`. With this
package installed pytest has the fixture `pulled`.
"""

from iok_core.testing.channels import check_channel
from iok_core.testing.connectors import check_connector
from iok_core.testing.forms import check_resident_form
from iok_core.testing.in_child import ChildFailedError, Received, run_in_child
from iok_core.testing.records import faults_of
from iok_core.testing.reports import check_report_type
from iok_core.testing.taking import check_taking

__all__ = [
    "ChildFailedError",
    "Received",
    "check_channel",
    "check_connector",
    "check_report_type",
    "check_resident_form",
    "check_taking",
    "faults_of",
    "run_in_child",
]
