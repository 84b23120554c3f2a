import signal
import time

from iok_core.api import Capability, Connector, NoOptions, Party, hookimpl


class Broken(Connector[NoOptions]):
    name = "pull-deaf"
    title = "Broken"
    options_type = NoOptions
    capabilities = frozenset({Capability.BALANCES})

    def check(self):
        pass

    def pull(self):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        yield Party(key="1", name="Jan")
        while True:
            time.sleep(1)


@hookimpl
def iok_connectors():
    return [Broken]
