"""What only PostgreSQL has."""

import pytest

from tests.databases import Cluster, Database


@pytest.fixture
def database(cluster: Cluster) -> Database:
    return cluster.one_role(cluster.empty())
