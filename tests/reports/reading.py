"""How the tests read the files that they are given, and what a person reads from the exports."""

import csv
import io
import json
import re
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import pypdf

from tests.imports.bringing import EXPORTS

NS = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


EXPORT_A, EXPORT_B, EXPORT_C = "a-semicolon-cp1250", "b-community-ledger-tab", "c-utf8bom-signed"


def expected(export: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((EXPORTS / export / "expected.json").read_text("utf-8"))
    return told


def csv_rows(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


class Sheets:
    """The cells of a workbook, sheet by sheet: texts as str, numbers as the text that is stored."""

    def __init__(self, content: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        names = sorted(n for n in self._zip.namelist() if n.startswith("xl/worksheets/sheet"))
        self.xml = [self._zip.read(name).decode() for name in names]
        self._trees = [ET.fromstring(xml) for xml in self.xml]  # noqa: S314 (our own)

    @property
    def rows(self) -> list[list[list[str]]]:
        return [
            [
                [self._value(c) for c in row.findall("s:c", NS)]
                for row in tree.iterfind(".//s:row", NS)
            ]
            for tree in self._trees
        ]

    def _value(self, cell: Any) -> str:
        kind = cell.get("t")
        if kind == "inlineStr":
            return "".join(t.text or "" for t in cell.iterfind(".//s:t", NS))
        value = cell.find("s:v", NS)
        return "" if value is None or value.text is None else str(value.text)

    @property
    def styles(self) -> str:
        return self._zip.read("xl/styles.xml").decode()


class Pdf:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.reader = pypdf.PdfReader(io.BytesIO(content))
        self.root: Any = self.reader.trailer["/Root"]
        self.pages = [tidy(page.extract_text()) for page in self.reader.pages]

    @property
    def text(self) -> str:
        return " ".join(self.pages)

    @property
    def metadata(self) -> str:
        return bytes(self.root["/Metadata"].get_data()).decode()

    @property
    def fonts(self) -> set[str]:
        """Names of the embedded ones, without the mark of the subset."""
        names = re.findall(rb"/FontName/\w+\+([\w-]+)", self.content)
        return {name.decode() for name in names}

    def roles(self) -> dict[str, int]:
        """How often each role occurs in the structure."""
        found: dict[str, int] = {}
        waiting: list[Any] = [self.root["/StructTreeRoot"]]
        while waiting:
            node = waiting.pop().get_object()
            if isinstance(node, list):
                waiting += node
            elif isinstance(node, dict):
                role = str(node.get("/S", ""))
                found[role] = found.get(role, 0) + 1
                waiting += [node["/K"]] if "/K" in node else []
        return found


def tidy(text: str) -> str:
    """With ordinary blanks, and without the places where a word may break."""
    return re.sub(r"\s+", " ", text.replace("\u200b", "")).strip()
