"""How the files of tests are shared out among the processes of pytest: each is asked by one."""

from xdist.scheduler import LoadFileScheduling


class BrowserApart(LoadFileScheduling):
    """All that walk in a browser are asked by one: what they share is made once."""

    def _split_scope(self, nodeid: str) -> str:
        browser = "tests/browser/"
        return browser if nodeid.startswith(browser) else super()._split_scope(nodeid)
