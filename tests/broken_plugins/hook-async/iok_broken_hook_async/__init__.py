from iok_core.api import hookimpl


@hookimpl
async def iok_connectors():
    return []
