import pytest

from tests.identity.office import Office
from tests.losses.loss_office import LossOffice


@pytest.fixture
def losses(office: Office) -> LossOffice:
    """On either database."""
    return LossOffice(office)
