"""The verbs of identity, for pages and other subjects:

from iok_core.identity import service as identity
outcome = await identity.sign_in(ctx, identifier, password, user_agent=…, request_id=…)
"""

from iok_core.identity.accesses import (
    Access,
    AccessState,
    access_by_identifier,
    accesses_of,
    everybody_with_access,
    with_access,
)
from iok_core.identity.context import IdentityContext
from iok_core.identity.document_numbers import holds_document_number
from iok_core.identity.factors.demonstrating import set_demo_totp
from iok_core.identity.factors.resetting import (
    FactorReset,
    ResetReason,
    ResetRefusal,
    reset_factor,
)
from iok_core.identity.hashing import BusyError, HashingPool, hasher
from iok_core.identity.issuing import Issued, IssueRefusal, IssueRequest, issue_access
from iok_core.identity.kinds import DocumentKind, IdentityKind, SessionEnd
from iok_core.identity.own_access import OwnAccess, own_access, person_of
from iok_core.identity.passwords import (
    OfferedPassword,
    PasswordRefused,
    PasswordSet,
    change_password,
    offered_password,
    set_demo_password,
    set_first_password,
)
from iok_core.identity.permissions import Permission, Role, permissions_of
from iok_core.identity.policy import Weakness
from iok_core.identity.rights import staff_may
from iok_core.identity.session_rows import LiveSession, SessionOverError
from iok_core.identity.sessions import (
    OwnSession,
    end_all,
    end_elsewhere,
    end_everywhere,
    end_own_session,
    open_sessions,
    own_sessions,
    sign_out,
    touch,
)
from iok_core.identity.settings import IdentitySettings
from iok_core.identity.shutting_out import ShutOut, identity_of, shut_out, void_access
from iok_core.identity.signing_in import Barred, Refused, SignedIn, sign_in
from iok_core.identity.staff import add_staff, staff_names

__all__ = [
    "Access",
    "AccessState",
    "Barred",
    "BusyError",
    "DocumentKind",
    "FactorReset",
    "HashingPool",
    "IdentityContext",
    "IdentityKind",
    "IdentitySettings",
    "IssueRefusal",
    "IssueRequest",
    "Issued",
    "LiveSession",
    "OfferedPassword",
    "OwnAccess",
    "OwnSession",
    "PasswordRefused",
    "PasswordSet",
    "Permission",
    "Refused",
    "ResetReason",
    "ResetRefusal",
    "Role",
    "SessionEnd",
    "SessionOverError",
    "ShutOut",
    "SignedIn",
    "Weakness",
    "access_by_identifier",
    "accesses_of",
    "add_staff",
    "change_password",
    "end_all",
    "end_elsewhere",
    "end_everywhere",
    "end_own_session",
    "everybody_with_access",
    "hasher",
    "holds_document_number",
    "identity_of",
    "issue_access",
    "offered_password",
    "open_sessions",
    "own_access",
    "own_sessions",
    "permissions_of",
    "person_of",
    "reset_factor",
    "set_demo_password",
    "set_demo_totp",
    "set_first_password",
    "shut_out",
    "sign_in",
    "sign_out",
    "staff_may",
    "staff_names",
    "touch",
    "void_access",
    "with_access",
]
