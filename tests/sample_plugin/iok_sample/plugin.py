"""What this plugin answers to the portal's hooks."""

from collections.abc import Iterable
from typing import Any

from iok_core.api import Connector, Panel, hookimpl
from iok_sample.connector import SampleConnector
from iok_sample.pages import PAGES
from iok_sample.panel import Notes


@hookimpl
def iok_connectors() -> Iterable[type[Connector[Any]]]:
    return [SampleConnector]


@hookimpl
def iok_pages() -> Iterable[Any]:
    return PAGES


@hookimpl
def iok_panels() -> Iterable[type[Panel]]:
    return [Notes]
