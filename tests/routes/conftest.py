"""A house on each of the databases, which all tests of a file share."""

from collections.abc import Iterator

import pytest

from tests.databases import ENGINES, Cluster
from tests.house import House
from tests.inhabitants import inhabited


@pytest.fixture(scope="module", params=ENGINES)
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("routes") / "lipowa"
    if request.param == "sqlite":
        with inhabited(folder) as house:
            yield house
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    with (
        cluster.database() as name,
        inhabited(folder, cluster.two_roles(name)) as house,
    ):
        yield house
