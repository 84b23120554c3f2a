import time

from iok_core.api import Capability, Connector, NoOptions, Party, hookimpl


class Broken(Connector[NoOptions]):
    name = "check-hangs"
    title = "Broken"
    options_type = NoOptions
    capabilities = frozenset({Capability.BALANCES})

    def check(self):
        time.sleep(3600)

    def pull(self):
        yield Party(key="1", name="Jan")


@hookimpl
def iok_connectors():
    return [Broken]
