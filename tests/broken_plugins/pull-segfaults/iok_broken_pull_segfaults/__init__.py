import ctypes

from iok_core.api import Capability, Connector, NoOptions, Party, hookimpl


class Broken(Connector[NoOptions]):
    name = "pull-segfaults"
    title = "Broken"
    options_type = NoOptions
    capabilities = frozenset({Capability.BALANCES})

    def check(self):
        pass

    def pull(self):
        yield Party(key="1", name="Jan")
        ctypes.string_at(0)


@hookimpl
def iok_connectors():
    return [Broken]
