from enum import StrEnum

JOURNAL_LENGTH = 60
"""Of a number in the office's journal of letters."""


class DemandKind(StrEnum):
    NEW_PASSWORD = "new_password"  # noqa: S105 (a name)
    BLOCK = "block"
    UNBLOCK = "unblock"


class DemandForm(StrEnum):
    """In what form it was put in writing."""

    IN_PERSON = "in_person"
    """Signed at the desk."""
    PAPER = "paper"
    SIGNED_MAIL = "signed_mail"
    """An e-mail with a qualified or trusted signature."""
    E_DELIVERY = "e_delivery"
    """ePUAP or e-Doręczenia."""


class DemandState(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    EXECUTED = "executed"
    CLOSED = "closed"
    """Not carried out: withdrawn, or not from whom it said."""
