"""The connector keeps the contract, in the process in which the portal runs it."""

from pathlib import Path

import pytest
from iok_connector_files.connector import FilesConnector

from iok_core.testing import check_connector

EXPORTS = Path(__file__).parent / "data" / "export"


@pytest.mark.parametrize(
    ("folder", "layout"),
    [
        ("a-semicolon-cp1250", "wn-ma"),
        ("b-community-ledger-tab", "two-accounts"),
    ],
)
def test_it_keeps_the_contract(folder: str, layout: str) -> None:
    assert check_connector(FilesConnector, {"folder": folder, "layout": layout}, EXPORTS).records
