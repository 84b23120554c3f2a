"""What this plugin answers to the portal's hooks."""

from collections.abc import Iterable
from typing import Any

from iok_channel_email.channel import EmailChannel
from iok_core.api import Channel, hookimpl


@hookimpl
def iok_channels() -> Iterable[type[Channel[Any]]]:
    return [EmailChannel]
