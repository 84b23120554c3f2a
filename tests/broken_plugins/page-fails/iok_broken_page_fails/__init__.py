import asyncio
import contextlib
from collections.abc import AsyncIterator

from litestar import get
from litestar.response import Stream

from iok_core.api import Gate, hookimpl


@get("/wtyczki/page-fails/raises", gate=Gate.RESIDENT)
async def raises() -> str:
    raise KeyError("84010112345")


@get("/wtyczki/page-fails/exits", gate=Gate.RESIDENT)
async def exits() -> str:
    raise SystemExit(1)


@get("/wtyczki/page-fails/hangs", gate=Gate.RESIDENT)
async def hangs() -> str:
    await asyncio.sleep(3600)
    return ""


@get("/wtyczki/page-fails/deaf", gate=Gate.RESIDENT)
async def deaf() -> str:
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.sleep(3600)
    await asyncio.sleep(3600)
    return ""


@get("/wtyczki/page-fails/floods", gate=Gate.RESIDENT)
async def floods() -> Stream:
    return Stream(_endless())


@get("/wtyczki/page-fails/half", gate=Gate.RESIDENT)
async def half() -> Stream:
    return Stream(_breaks_off())


@get("/wtyczki/page-fails/works", gate=Gate.RESIDENT)
async def works() -> str:
    return "works"


async def _endless() -> AsyncIterator[bytes]:
    while True:
        await asyncio.sleep(0)
        yield bytes(1_000_000)


async def _breaks_off() -> AsyncIterator[bytes]:
    yield b"half"
    raise OSError("the other half")


@hookimpl
def iok_pages():
    return [raises, exits, hangs, deaf, floods, half, works]
