"""Programs of the system that the samples are for."""

import os
import shutil

import pytest


def program(name: str) -> str:
    """Where it is. Without it there is nothing to show; where `CI` is set it must be there."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        problem = f"{name} is not installed"
        if os.environ.get("CI"):
            pytest.fail(problem)
        pytest.skip(problem)
    return found
