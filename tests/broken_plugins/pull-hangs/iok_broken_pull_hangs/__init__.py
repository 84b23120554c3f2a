import time

from iok_core.api import Capability, Connector, NoOptions, Party, hookimpl


class Broken(Connector[NoOptions]):
    name = "pull-hangs"
    title = "Broken"
    options_type = NoOptions
    capabilities = frozenset({Capability.BALANCES})

    def check(self):
        pass

    def pull(self):
        yield Party(key="1", name="Jan")
        time.sleep(3600)


@hookimpl
def iok_connectors():
    return [Broken]
