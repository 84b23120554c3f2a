"""What pytest has once the portal's package is installed."""

from collections.abc import Callable

import pytest

from iok_core.testing.connectors import check_connector
from iok_core.testing.in_child import Received


@pytest.fixture
def pulled() -> Callable[..., Received]:
    """`pulled(MyConnector, {"folder": "export"}, tmp_path)`: checked, and what came from it."""
    return check_connector
