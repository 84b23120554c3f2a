"""The texts of a language as gettext reads them, compiled once for all processes.

A checkout needs no built files. What was compiled stays beside the .po as Python keeps what it has
compiled, under the name of what it was made from; where nothing may be written, in memory only.
"""

import contextlib
import hashlib
import struct
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from iok_core.web.compiled_files import KEPT_IN, keep


def translations(source: Path, lang: str) -> GNUTranslations:
    """Of a .po file, without those that have no translation: they are left to the fallback."""
    text = source.read_bytes()
    kept = source.parent / KEPT_IN / f"{source.stem}.{hashlib.sha256(text).hexdigest()[:16]}.mo"
    try:
        return GNUTranslations(BytesIO(kept.read_bytes()))
    except (OSError, struct.error):  # not there, or cut short by a machine that went down
        binary = compiled(read_po(BytesIO(text), locale=lang))
    with contextlib.suppress(OSError):
        _keep(kept, binary)
    return GNUTranslations(BytesIO(binary))


def compiled(texts: Catalog) -> bytes:
    for message in [message for message in texts if message.id and not _translated(message)]:
        texts.delete(message.id, message.context)
    binary = BytesIO()
    write_mo(binary, texts)
    return binary.getvalue()


def _translated(message: Message) -> bool:
    forms = message.string or ""
    return bool(forms) if isinstance(forms, str) else all(forms)


def _keep(file: Path, binary: bytes) -> None:
    """Instead of what was made from an earlier text."""
    keep(file, binary)
    for old in set(file.parent.glob("*.mo")) - {file}:
        old.unlink(missing_ok=True)
