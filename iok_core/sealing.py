"""Secrets that have to be read again, sealed at rest under a key outside the database (PRV9).

AES-256-GCM. What a seal is for, and whose, is authenticated with it: moved to another row, it opens
nothing. The first byte names the key, so that another one can follow.
"""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_FIRST_KEY = b"\x01"
_NONCE_BYTES = 12


class SealBrokenError(Exception):
    """Sealed for something else, under another key, or changed since."""


class Seal:
    """`key` has 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def close(self, secret: str, purpose: str) -> str:
        """In letters, digits, "-" and "_"."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        hidden = self._cipher.encrypt(nonce, secret.encode(), _FIRST_KEY + purpose.encode())
        return base64.urlsafe_b64encode(_FIRST_KEY + nonce + hidden).decode().rstrip("=")

    def open(self, sealed: str, purpose: str) -> str:
        """Raises SealBrokenError."""
        try:
            raw = base64.b64decode(sealed + "=" * (-len(sealed) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise SealBrokenError from error
        key, nonce, hidden = raw[:1], raw[1 : 1 + _NONCE_BYTES], raw[1 + _NONCE_BYTES :]
        if key != _FIRST_KEY or len(nonce) != _NONCE_BYTES:
            raise SealBrokenError
        try:
            return self._cipher.decrypt(nonce, hidden, key + purpose.encode()).decode()
        except InvalidTag as error:
            raise SealBrokenError from error
