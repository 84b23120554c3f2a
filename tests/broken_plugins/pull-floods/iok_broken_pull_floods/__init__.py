from iok_core.api import Capability, Connector, NoOptions, Party, hookimpl


class Broken(Connector[NoOptions]):
    name = "pull-floods"
    title = "Broken"
    options_type = NoOptions
    capabilities = frozenset({Capability.BALANCES})

    def check(self):
        pass

    def pull(self):
        while True:
            yield Party(key="1", name="x" * 1000)


@hookimpl
def iok_connectors():
    return [Broken]
