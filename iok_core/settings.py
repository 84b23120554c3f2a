"""What an operator sets: read once, from `iok.toml` and from `IOK_…` variables over it."""

import os
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import msgspec

from iok_core.audit.settings import AuditSettings
from iok_core.blocking.settings import BlockingSettings
from iok_core.demands.settings import DemandSettings
from iok_core.handovers.settings import HandOverSettings
from iok_core.identity.settings import IdentitySettings
from iok_core.imports.freshness import Freshness
from iok_core.imports.guard import Limits
from iok_core.losses.settings import LossSettings
from iok_core.notices.settings import NoticeSettings
from iok_core.photos.settings import PhotoSettings
from iok_core.plugin_host.settings import PluginSettings
from iok_core.premises.settings import Closing
from iok_core.regulations.text import Fields
from iok_core.reports.limits import ReportLimits
from iok_core.submissions.settings import SubmissionSettings
from iok_core.web.client_address import Proxies
from iok_core.web.cooperative import Cooperative
from iok_core.web.themes import theme_folders
from iok_core.working_days import WorkingDays

FILE_NAME = "iok.toml"
FOLDER_VARIABLE = "IOK_DIR"
"""The folder of the portal, where no command line tells it."""
STOPPING_VARIABLE = "IOK_STOPPING_FD"
"""Descriptor of a pipe whose other end `iok serve` closes when it is about to stop."""
_IN_FILE = "_FILE"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsError(ValueError):
    """The settings cannot be used; the message says which one and why."""


class Server(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    public_url: str = "http://127.0.0.1:8000"
    """The address as people type it; https but on loopback."""
    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 1
    """That serve pages; more than one needs PostgreSQL."""
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    """Whose X-Forwarded-For is believed, as addresses or networks (10.0.0.0/8)."""

    @property
    def trusted(self) -> Proxies:
        """Raises ValueError: one of the proxies is neither an address nor a network."""
        return Proxies(self.proxies)


class Database(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    url: str = ""
    """Empty: `iok.sqlite` beside the settings."""
    owner_url: str = ""
    """PostgreSQL: of the role that owns the tables; only `iok init` and `iok migrate` need it."""


class Theme(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str = "default"
    folder: str = ""
    """Where own themes lie; empty: only those that come with the portal."""


class Regulations(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first version of the regulations; later ones are published in the portal."""

    fields: Fields
    approved_by: str
    approved_on: date
    in_force_from: date
    notice_days: Annotated[int, msgspec.Meta(ge=0, le=365)] = 14
    """Residents read a new version so many days before it binds."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    cooperative: Cooperative
    regulations: Regulations
    server: Server = Server()
    database: Database = Database()
    theme: Theme = Theme()
    audit: AuditSettings = AuditSettings()
    identity: IdentitySettings = IdentitySettings()
    imports: Limits = Limits()
    freshness: Freshness = Freshness()
    premises: Closing = Closing()
    blocking: BlockingSettings = BlockingSettings()
    plugins: PluginSettings = PluginSettings()
    reports: ReportLimits = ReportLimits()
    notices: NoticeSettings = NoticeSettings()
    demands: DemandSettings = DemandSettings()
    losses: LossSettings = LossSettings()
    submissions: SubmissionSettings = SubmissionSettings()
    handovers: HandOverSettings = HandOverSettings()
    photos: PhotoSettings = PhotoSettings()
    calendar: WorkingDays = WorkingDays()
    demonstration: bool = False
    """True only where `iok demo` made everything: invented people, passwords known."""
    folder: Path = Path()
    """Where the settings were found; the keys and the embedded database lie there."""

    @property
    def database_url(self) -> str:
        return self.database.url or f"sqlite:///{self.folder / 'iok.sqlite'}"

    @property
    def theme_folders(self) -> list[Path]:
        """The first one first. Raises FileNotFoundError: the theme is not there."""
        own = Path(self.theme.folder) if self.theme.folder else None
        return theme_folders(self.theme.name, own)

    @property
    def anchor_file(self) -> Path | None:
        """None: nobody has chosen a place."""
        return self.folder / self.audit.anchor if self.audit.anchor else None

    @property
    def keys(self) -> Path:
        return self.folder / "keys"


def load(folder: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Reads `folder/iok.toml`; `IOK_SERVER__PORT=8080` stands over `[server] port`.

    `IOK_DATABASE__URL_FILE=/run/secrets/url` names a file that holds the value.

    Raises:
        SettingsError: no file, a key that nobody knows, a value of another type, http for others.
    """
    path = folder / FILE_NAME
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"{path} is not there. `iok init` makes one.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from None
    _overlay(values, environ)
    if "folder" in values:
        raise SettingsError(f"{path}: folder is where this file is, it cannot be set")
    try:
        settings = msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{path}: {error}") from None
    _check_address(settings.server.public_url)
    _check_proxies(settings.server)
    if settings.server.processes > 1 and not settings.database.url.startswith("postgres"):
        raise SettingsError("[server] processes is more than 1: that needs PostgreSQL")
    return msgspec.structs.replace(settings, folder=folder.resolve())


def _overlay(values: dict[str, Any], environ: Mapping[str, str]) -> None:
    for name, value in environ.items():
        if name.startswith("IOK_") and "__" in name:
            setting = name.removesuffix(_IN_FILE)
            *sections, key = setting.removeprefix("IOK_").lower().split("__")
            place = values
            for section in sections:
                place = place.setdefault(section, {})
            place[key] = value if setting == name else _content(name, Path(value))


def _content(name: str, file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}: {file} cannot be read: {error}") from None


def _check_proxies(server: Server) -> None:
    try:
        _ = server.trusted
    except ValueError as error:
        raise SettingsError(f"[server] proxies: {error}") from None


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return
    raise SettingsError(
        f"[server] public_url is {url!r}: it must begin with https://, "
        "since passwords travel over it (http:// is for this machine only)"
    )
