"""Secret options: kept as where they are, `env:NAME` or `file:/path`, read when a child starts."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import msgspec

from iok_core.child.options import OptionProblem, WrongOptionsError, marked_options
from iok_core.web.i18n import msgid

_WRITTEN_OUT = msgid("a secret is given as env:NAME or file:/path")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LONGEST = 4096


class SecretMissingError(Exception):
    """The message names the option and the place, never what stands there."""


def require_references(options_type: type[msgspec.Struct], values: Mapping[str, object]) -> None:
    """Raises WrongOptionsError for a secret written out, which then is nowhere kept."""
    problems = [
        OptionProblem(name, _WRITTEN_OUT)
        for name in marked_options(options_type, "secret")
        if (value := values.get(name)) and not _is_reference(value)
    ]
    if problems:
        raise WrongOptionsError(problems)


def with_secrets(
    options_type: type[msgspec.Struct],
    values: Mapping[str, object],
    environ: Mapping[str, str] = os.environ,
) -> dict[str, object]:
    """The options as the extension gets them. They go to its process and nowhere else.

    Raises:
        SecretMissingError: no such variable, or a file that is missing or open to others.
    """
    read = dict(values)
    for name in marked_options(options_type, "secret"):
        if value := values.get(name):
            read[name] = _read(name, str(value), environ)
    return read


def _is_reference(value: object) -> bool:
    text = str(value)
    return (text.startswith("env:") and text != "env:") or text.startswith("file:/")


def _read(option: str, reference: str, environ: Mapping[str, str]) -> str:
    scheme, _, place = reference.partition(":")
    if scheme == "env" and environ.get(place):
        return environ[place]
    if scheme == "file":
        return _from_file(option, Path(place))
    raise SecretMissingError(f"{option}: {reference if _is_reference(reference) else 'no place'}")


def _from_file(option: str, path: Path) -> str:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(_LONGEST + 1)
        secret = content.decode().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SecretMissingError(f"{option}: {path} cannot be read") from error
    if mode & _OTHERS:
        raise SecretMissingError(f"{option}: {path} is open to others: run chmod 400 {path}")
    if len(content) > _LONGEST:
        raise SecretMissingError(f"{option}: {path} is longer than {_LONGEST} bytes")
    if not secret:
        raise SecretMissingError(f"{option}: {path} is empty")
    return secret
