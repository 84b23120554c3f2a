from enum import StrEnum


class IdentityKind(StrEnum):
    RESIDENT = "resident"
    STAFF = "staff"


class DocumentKind(StrEnum):
    """The document that the clerk looked at. Only its kind: no number, series or scan is kept."""

    ID_CARD = "id_card"
    """dowód osobisty"""
    PASSPORT = "passport"
    """paszport"""
    RESIDENCE_CARD = "residence_card"
    """karta pobytu"""
    MOBILE_ID = "mobile_id"
    """mDowód"""
    KNOWN_IN_PERSON = "known_in_person"


class SessionEnd(StrEnum):
    """Why a session is over."""

    SIGNED_OUT = "signed_out"
    SIGNED_IN_AGAIN = "signed_in_again"
    ENDED_BY_OWNER = "ended_by_owner"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 (a name)
    ACCESS_REISSUED = "access_reissued"
    BLOCKED = "blocked"
    ROLE_CHANGED = "role_changed"
    DISABLED = "disabled"
    """Of a member of staff who may not come in any more."""
    FACTOR_CHANGED = "factor_changed"
    FACTOR_RESET = "factor_reset"


class FactorKind(StrEnum):
    """With what somebody shows who they are."""

    TOTP = "totp"
    PASSKEY = "passkey"
    RECOVERY = "recovery"
    PASSWORD = "password"  # noqa: S105 (a name)
    """Only where there is no second factor."""
