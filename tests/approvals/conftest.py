import pytest

from tests.identity.administrators import Administrators
from tests.identity.office import Office


@pytest.fixture
async def administrators(office: Office) -> Administrators:
    three = Administrators(office)
    await three.come()
    return three
