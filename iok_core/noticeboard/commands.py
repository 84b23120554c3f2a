"""`iok announcement …`: what is put up for whom and how long; the words are the office's."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, TypeVar

import click

from iok_core.noticeboard.announcements import AnnouncementView, announcements, sights
from iok_core.noticeboard.attachments import attached

T = TypeVar("T")


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, works, closes it."""

    def with_noticeboard(self, work: Callable[[], Awaitable[T]]) -> T: ...


@click.group("announcement")
def group() -> None:
    """Announcements to residents, without their words."""


@group.command("list")
@click.pass_obj
def list_(shell: Shell) -> None:
    """All, the newest first: state, days, at whom aimed, opened by how many, how many files."""

    async def work() -> list[str]:
        opened, files = await sights(), await attached()
        return [_line(one, opened, files.get(one.id, 0)) for one in await announcements()]

    for line in shell.with_noticeboard(work):
        click.echo(line)


def _line(one: AnnouncementView, opened: Mapping[int, int], files: int) -> str:
    days = f"{one.since} to {one.until or '-'}"
    aimed = f"{one.audience.reach}/{one.audience.group}"
    outage = f"  outage: {one.outage}" if one.outage else ""
    seen = f"opened {opened.get(one.id, 0)}  files {files}"
    return f"{one.id:6} {one.state:10} {days:25} {aimed:20} {seen}{outage}"
