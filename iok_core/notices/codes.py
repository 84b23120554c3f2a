"""The code that confirms an address: computed whenever it is needed, kept nowhere."""

import hmac

DIGITS = 8


def code_of(key: bytes, address: int) -> str:
    """Of one row of `ContactAddress`: an address that is given again has another one."""
    digest = hmac.digest(key, str(address).encode(), "sha256")
    return str(int.from_bytes(digest) % 10**DIGITS).zfill(DIGITS)


def is_code_of(key: bytes, address: int, typed: str) -> bool:
    """Blanks and dashes between the digits do not count."""
    digits = "".join(character for character in typed if character.isdecimal())
    return hmac.compare_digest(code_of(key, address).encode(), digits.encode())


def grouped(code: str) -> str:
    """1234 5678"""
    return f"{code[:4]} {code[4:]}"
