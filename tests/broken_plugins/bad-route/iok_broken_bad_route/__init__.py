from litestar import get

from iok_core.api import Gate, hookimpl


@get("/biuro", gate=Gate.EVERYBODY)
async def office() -> str:
    return "mine"


@hookimpl
def iok_pages():
    return [office]
