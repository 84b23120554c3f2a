from iok_core.api import hookimpl


@hookimpl
def iok_conectors():
    return []
