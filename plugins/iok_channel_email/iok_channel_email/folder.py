"""Mails as files, for trying things out: any mail program opens them."""

import os
from pathlib import Path

from iok_core.api import ConnectorError, ConnectorProblem


def require_folder(folder: Path) -> None:
    """Raises ConnectorError: nothing can be written there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(folder, error) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConnectorError(ConnectorProblem.UNREACHABLE, str(folder), "cannot be written to")


def write_mail(folder: Path, name: str, mail: bytes) -> None:
    """Whole or not at all; the same message again takes the place of the first one."""
    part = folder / f".{name}.part"
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(mail)
        part.replace(folder / f"{name}.eml")
    except OSError as error:
        raise _unusable(folder, error) from error


def _unusable(folder: Path, error: OSError) -> ConnectorError:
    return ConnectorError(ConnectorProblem.UNREACHABLE, str(folder), error.strerror or "")
