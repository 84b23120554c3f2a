"""A passkey's device in software: makes keys, signs what a page asks, and counts."""

import base64
import json
import secrets
import struct
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

USER_PRESENT, USER_VERIFIED, ATTESTED = 0x01, 0x04, 0x40
ORIGIN = "https://portal.lipowa.example"


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Authenticator:
    def __init__(self, origin: str = ORIGIN, *, verifies: bool = True) -> None:
        self.origin = origin
        self.flags = USER_PRESENT | (USER_VERIFIED if verifies else 0)
        self.id = secrets.token_bytes(32)
        self.count = 0
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._handle = b""

    def create(self, options: str) -> str:
        """What the browser says when a passkey was made."""
        asked = json.loads(options)
        self._handle = raw(asked["user"]["id"])
        client_data = self._client_data("webauthn.create", asked["challenge"])
        data = self._data(asked["rp"]["id"], ATTESTED)
        data += b"\0" * 16 + struct.pack(">H", len(self.id)) + self.id + self._public_key()
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(clientDataJSON=client_data, attestationObject=attestation)

    def get(self, options: str) -> str:
        """What the browser says when the passkey was used."""
        asked = json.loads(options)
        self.count += 1
        client_data = self._client_data("webauthn.get", asked["challenge"])
        data = self._data(asked["rpId"], 0)
        signed = data + sha256(client_data).digest()
        return self._answer(
            clientDataJSON=client_data,
            authenticatorData=data,
            signature=self._key.sign(signed, ec.ECDSA(SHA256())),
            userHandle=self._handle,
        )

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(said).encode()

    def _data(self, host: str, flags: int) -> bytes:
        return sha256(host.encode()).digest() + struct.pack(">BI", self.flags | flags, self.count)

    def _public_key(self) -> bytes:
        numbers = self._key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _answer(self, **response: bytes) -> str:
        said: dict[str, Any] = {name: text(value) for name, value in response.items()}
        known = {"id": text(self.id), "rawId": text(self.id), "type": "public-key"}
        return json.dumps({**known, "response": said})
