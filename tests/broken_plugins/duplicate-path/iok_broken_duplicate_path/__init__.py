from litestar import get

from iok_core.api import Gate, hookimpl


@get("/wtyczki/duplicate-path/here", gate=Gate.RESIDENT)
async def first() -> str:
    return "first"


@get("/wtyczki/duplicate-path/here", gate=Gate.EVERYBODY)
async def second() -> str:
    return "second"


@hookimpl
def iok_pages():
    return [first, second]
