"""Whether a piece of HTML leaves the page around it whole."""

import re
from html.parser import HTMLParser

_ALONE = frozenset({"br", "hr", "img", "input", "wbr"})
_NEVER = frozenset(
    {"html", "head", "body", "main", "header", "footer", "nav", "h1", "title", "meta", "base"}
    | {"link", "script", "style", "iframe", "object", "embed", "template", "plaintext", "noscript"}
    | {"textarea", "xmp", "section"}
)
_NEXT = "iok-next"
"""An element to stand behind the piece: where a tag is left open, it is not seen."""
_NO_TEXT = re.compile(r"<[a-zA-Z/?]")
"""Taken for text by Python's parser, and for a tag without an end by browsers."""
_LEFT_OPEN = "a tag or a quote is left open: it would swallow what follows"


def disorder(html: str) -> str:
    """A sentence on what is wrong; empty when all is well."""
    if "<!" in html:
        return "a comment may not stand in a panel: an open one would hide the rest of the page"
    reader = _Reader()
    reader.feed(f"{html}<{_NEXT}>")
    reader.close()
    if reader.wrong:
        return reader.wrong
    if not reader.reached:
        return _LEFT_OPEN
    return f"<{reader.opened[-1]}> is not closed" if reader.opened else ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.opened: list[str] = []
        self.wrong = ""
        self.reached = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == _NEXT:
            self.reached = True
            return
        if tag in _NEVER:
            self.wrong = self.wrong or f"<{tag}> may not stand in a panel"
        if tag not in _ALONE:
            self.opened.append(tag)

    def handle_data(self, data: str) -> None:
        if _NO_TEXT.search(data):
            self.wrong = self.wrong or _LEFT_OPEN

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Browsers see no end in `<div/>`, but pictures that stand in the page are drawn so."""
        if "svg" in self.opened or tag in _ALONE:
            return
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self.opened or self.opened.pop() != tag:
            self.wrong = self.wrong or f"</{tag}> closes what is not open"
