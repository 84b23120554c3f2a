"""Does a connector keep the contract, with options under which it can work?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from iok_core.api import Connector
from iok_core.testing.declarations import faults_of_colour, faults_of_declaration, require_none
from iok_core.testing.in_child import NO_OPTIONS, Received, run_in_child
from iok_core.testing.records import faults_of


def check_connector(
    connector: type[Connector[Any]],
    options: Mapping[str, object] = NO_OPTIONS,
    folder: Path = Path(),
) -> Received:
    """Checks, pulls twice in processes of their own, and gives what came.

    Raises:
        AssertionError: it names all that is wrong.
    """
    declared = [
        *faults_of_declaration(connector),
        *faults_of_colour(connector, generators=("pull",)),
    ]
    require_none(declared)
    run_in_child(connector, options, "check", folder)
    received = run_in_child(connector, options, "pull", folder)
    faults = faults_of(received.records, received.notes, connector.capabilities)
    if run_in_child(connector, options, "pull", folder).records != received.records:
        faults.append("a second pull of the same source gave something else")
    require_none(faults)
    return received
