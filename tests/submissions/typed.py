"""What `iok submission …` and `iok form …` print for a portal that is served already."""

from typing import Any

import click
from click.testing import CliRunner

from tests.offices import Office


class Shell:
    """Of a portal that is open already."""

    def __init__(self, served: Office) -> None:
        self.served = served

    def with_submissions(self, work: Any) -> Any:
        return self.served.live.do(lambda portal: work(portal.submissions))


def typed(served: Office, command: click.Command, *words: str) -> str:
    return CliRunner().invoke(command, words, obj=Shell(served)).output
