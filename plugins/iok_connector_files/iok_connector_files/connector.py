"""The connector: options that staff set, and the three things that the portal asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, ClassVar, Literal

import msgspec

from iok_connector_files.drop import Drop
from iok_connector_files.export import Export, Item
from iok_connector_files.layout import Layout
from iok_connector_files.layout_reading import read_layout
from iok_connector_files.limits import LAYOUT
from iok_core.api import (
    AcceptedOccupants,
    AcceptedReading,
    Capability,
    Connector,
    ConnectorError,
    ConnectorProblem,
    TakenOver,
)

_OWN = resources.files("iok_connector_files").joinpath("layouts")
_SEPARATORS = {"tab": "\t"}


class FilesOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    folder: Annotated[
        str,
        msgspec.Meta(
            title="Folder",
            description="Where the accounting program leaves its export",
            min_length=1,
            extra={"path": True},
        ),
    ]
    layout: Annotated[
        str,
        msgspec.Meta(
            title="Layout",
            description="A file *.toml, looked for in the folder, or a layout of this plugin",
            min_length=1,
        ),
    ] = "layout.toml"
    encoding: Annotated[
        Literal["", "utf-8", "utf-16", "cp1250", "cp852", "iso-8859-2"],
        msgspec.Meta(title="Encoding", description="Where it is not as the layout says"),
    ] = ""
    separator: Annotated[
        Literal["", ";", ",", "|", "tab"],
        msgspec.Meta(title="Separator", description="Where it is not as the layout says"),
    ] = ""
    hand_over: Annotated[
        str,
        msgspec.Meta(
            title="Folder for what was accepted",
            description="Where the accounting program takes files in. Empty: entered by hand",
            extra={"path": True, "take_over": True},
        ),
    ] = ""


class FilesConnector(Connector[FilesOptions]):
    name: ClassVar[str] = "files"
    title: ClassVar[str] = "Delimited text files"
    options_type: ClassVar[type[msgspec.Struct]] = FilesOptions
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {
            Capability.BALANCES,
            Capability.ENTRIES,
            Capability.CHARGES,
            Capability.TITLES,
            Capability.METERS,
            Capability.CONTROL_TOTALS,
            Capability.LAST_BANK_STATEMENT,
            Capability.TAKES_OCCUPANTS,
            Capability.TAKES_READINGS,
        }
    )

    def check(self) -> None:
        with _told():
            self._export().check()
            if self.options.hand_over:
                self._drop().check()

    def pull(self) -> Iterator[Item]:
        with _told():
            yield from self._export().items()

    def take_over(
        self, accepted: Iterator[AcceptedOccupants | AcceptedReading]
    ) -> Iterator[TakenOver]:
        with _told():
            drop = self._drop()
            drop.check()
            for one in accepted:
                yield drop.put(one)

    def _drop(self) -> Drop:
        return Drop(Path(self.options.hand_over), self._layout())

    def _export(self) -> Export:
        return Export(Path(self.options.folder), self._layout())

    def _layout(self) -> Layout:
        folder = Path(self.options.folder)
        if not folder.is_dir():
            raise ConnectorError(ConnectorProblem.UNREACHABLE, str(folder), "no such folder")
        layout = read_layout(_written(self.options.layout, folder), self.options.layout)
        return _overridden(layout, self.options)


@contextmanager
def _told() -> Iterator[None]:
    """A file that cannot be opened or read is the source's fault, not the connector's."""
    try:
        yield
    except OSError as error:
        name = Path(str(error.filename or "")).name
        raise ConnectorError(ConnectorProblem.UNREACHABLE, name, error.strerror or "") from error


def _written(layout: str, folder: Path) -> str:
    """The text of a layout, from the folder or from this plugin."""
    if layout.endswith(".toml"):
        file: Traversable = folder / layout
    else:
        file = _OWN.joinpath(f"{layout}.toml")
        if file not in list(_OWN.iterdir()):
            own = ", ".join(sorted(Path(one.name).stem for one in _OWN.iterdir()))
            raise ConnectorError(ConnectorProblem.WRONG_OPTIONS, "layout", f"known are {own}")
    if not file.is_file():
        raise ConnectorError(ConnectorProblem.MISSING_FILE, layout)
    with file.open("rb") as opened:
        written = opened.read(LAYOUT + 1)
    if len(written) > LAYOUT:
        detail = f"longer than {LAYOUT} bytes"
        raise ConnectorError(ConnectorProblem.WRONG_LAYOUT, layout, detail)
    try:
        return written.decode("utf-8-sig")
    except ValueError as error:
        raise ConnectorError(ConnectorProblem.WRONG_LAYOUT, layout, str(error)) from None


def _overridden(layout: Layout, options: FilesOptions) -> Layout:
    form = layout.format
    if options.encoding:
        form = msgspec.structs.replace(form, encoding=options.encoding)
    if options.separator:
        separator = _SEPARATORS.get(options.separator, options.separator)
        form = msgspec.structs.replace(form, separator=separator)
    return msgspec.structs.replace(layout, format=form)
