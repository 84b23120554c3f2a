"""What this plugin answers to the portal's hooks."""

from collections.abc import Iterable
from typing import Any

from iok_connector_files.connector import FilesConnector
from iok_core.api import Connector, hookimpl


@hookimpl
def iok_connectors() -> Iterable[type[Connector[Any]]]:
    return [FilesConnector]
