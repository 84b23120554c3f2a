import os

from iok_core.api import Capability, Connector, NoOptions, Party, hookimpl


class Broken(Connector[NoOptions]):
    name = "pull-prints"
    title = "Broken"
    options_type = NoOptions
    capabilities = frozenset({Capability.BALANCES})

    def check(self):
        pass

    def pull(self):
        for _ in range(2000):
            print("x" * 1000)
            os.write(1, b"\xff\0" * 500)
        yield Party(key="1", name="Jan")


@hookimpl
def iok_connectors():
    return [Broken]
