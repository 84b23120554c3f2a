"""Keys live in files of their own, outside the database and its backups (S13)."""

import hmac
import os
import secrets
from pathlib import Path

KEY_BYTES = 32
_OWNER_READS = 0o400
_OTHERS = 0o077


class KeyFileError(Exception):
    """The file is not a key that only its owner can read; says what to do."""


def make_key_file(path: Path) -> None:
    """Write a new random key, mode 0400; an existing file is never overwritten."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, _OWNER_READS), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_key_file(path: Path) -> bytes:
    """The key, unless group or others may read the file."""
    with path.open("rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        if mode & _OTHERS:
            raise KeyFileError(f"{path} is open to others: run chmod 400 {path}")
        text = file.read(4 * KEY_BYTES)
    try:
        key = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyFileError(f"{path} does not hold a key of {KEY_BYTES} bytes in hexadecimal")
    return key


def derived(key: bytes, purpose: str) -> bytes:
    """A key of its own for another purpose: whoever has it learns nothing of the first one."""
    return hmac.digest(key, purpose.encode(), "sha256")
