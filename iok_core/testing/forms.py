"""Does a resident form declare what the portal needs to offer it?"""

import inspect
from collections.abc import Iterator
from typing import Any

from iok_core.api import Concern, Desk, ResidentForm
from iok_core.testing.declarations import (
    faults_of_declaration,
    faults_of_struct,
    require_none,
)


def check_resident_form(form: type[ResidentForm[Any, Any]]) -> None:
    """Raises AssertionError, which names all that is wrong."""
    require_none(
        [
            *faults_of_declaration(form),
            *faults_of_struct("answers_type", getattr(form, "answers_type", None)),
            *_faults_of_form(form),
        ]
    )


def _faults_of_form(form: type[ResidentForm[Any, Any]]) -> Iterator[str]:
    if not inspect.iscoroutinefunction(form.judge):
        yield "judge is no async def"
    if not inspect.iscoroutinefunction(form.answers_for):
        yield "answers_for is no async def"
    if not form.concerns or not all(isinstance(one, Concern) for one in form.concerns):
        yield "concerns: one Concern at least"
    if Concern.ACCOUNT in form.concerns and len(form.concerns) > 1:
        yield "concerns: an account stands alone"
    if form.desk not in list(Desk):
        yield "desk: a Desk"
    if form.photos < 0:
        yield "photos: 0 or more"
