"""What each code of the audit is called on pages."""

from collections.abc import Mapping

from iok_core.audit.actions import Action, ActorKind, ObjectKind, Result
from iok_core.web.i18n import Msgid, msgid

ACTIONS: Mapping[str, Msgid] = {
    Action.SIGN_IN: msgid("Sign-in"),
    Action.SIGN_OUT: msgid("Sign-out"),
    Action.SESSION_END: msgid("Devices signed out"),
    Action.ACCESS_ISSUE: msgid("Access issued"),
    Action.ACCESS_BATCH_ISSUE: msgid("Accesses issued for a building"),
    Action.ACCESS_HAND_OVER: msgid("Slip handed over"),
    Action.ACCESS_RECEIPT: msgid("Receipt of a slip recorded"),
    Action.ACCESS_BLOCK: msgid("Access blocked"),
    Action.ACCESS_UNBLOCK: msgid("Block lifted"),
    Action.BLOCKS_VIEW: msgid("List of blocks opened"),
    Action.BLOCKS_EXPORT: msgid("List of blocks taken as a file"),
    Action.ACCESS_ACTIVATE: msgid("Own password set for the first time"),
    Action.PASSWORD_CHANGE: msgid("Change of the password"),
    Action.DEMO_PASSWORD_SET: msgid("Password of the demonstration set"),
    Action.STAFF_ADD: msgid("Employee added"),
    Action.STAFF_ROLE: msgid("Role of an employee changed"),
    Action.STAFF_DISABLE: msgid("Access of an employee disabled"),
    Action.STAFF_ENABLE: msgid("Access of an employee enabled"),
    Action.STAFF_VIEW: msgid("Page of staff opened"),
    Action.STAFF_EXPORT: msgid("List of staff taken as a file"),
    Action.APPROVAL_ASK: msgid("Second person asked for"),
    Action.APPROVAL_APPROVE: msgid("Approved by a second person"),
    Action.APPROVAL_REJECT: msgid("Rejected by a second person"),
    Action.APPROVAL_WITHDRAW: msgid("Request for approval withdrawn"),
    Action.APPROVAL_SKIP: msgid("Done by one person, the second one being switched off"),
    Action.APPROVAL_SWITCH: msgid("Second person switched off or on"),
    Action.STAFF_RESIDENT: msgid("Resident declared as an employee"),
    Action.PERSON_ADD: msgid("Person added to a payer"),
    Action.ACTING_CHANGE: msgid("Basis of acting changed"),
    Action.PERSON_VIEW: msgid("Page of a person opened"),
    Action.PERSONS_VIEW: msgid("List of people opened"),
    Action.PERSONS_EXPORT: msgid("List of people taken as a file"),
    Action.PARTY_VIEW: msgid("Page of a payer opened"),
    Action.REGULATIONS_PUBLISH: msgid("Regulations published"),
    Action.REGULATIONS_ACCEPT: msgid("Regulations accepted"),
    Action.OBJECT_DENIED: msgid("Asked for what is not theirs"),
    Action.PLUGIN_RESUME: msgid("Plugin resumed"),
    Action.IMPORT_RUN: msgid("Import ordered"),
    Action.GENERATION_PUBLISH: msgid("Data published"),
    Action.MODULE_ADD: msgid("Module added"),
    Action.MODULE_CHANGE: msgid("Module changed"),
    Action.MODULE_CHECK: msgid("Module checked"),
    Action.MODULE_ENABLE: msgid("Module switched on"),
    Action.MODULE_PAUSE: msgid("Module paused"),
    Action.GENERATION_RELEASE: msgid("Held data published"),
    Action.GENERATION_REJECT: msgid("Held data rejected"),
    Action.GENERATION_UNDO: msgid("Publication undone"),
    Action.GENERATION_REDO: msgid("Publication brought back"),
    Action.REPORT_TAKE: msgid("Own report taken as a file"),
    Action.REPORT_RUN: msgid("Reports for many ordered"),
    Action.REPORT_CANCEL: msgid("Reports for many stopped"),
    Action.REPORT_DOWNLOAD: msgid("Reports for many taken"),
    Action.ADDRESS_GIVE: msgid("E-mail address given"),
    Action.ADDRESS_CONFIRM: msgid("E-mail address confirmed"),
    Action.ADDRESS_REMOVE: msgid("E-mail address removed"),
    Action.NOTICES_CHOOSE: msgid("Choice of notices changed"),
    Action.DELIVERY_RETRY: msgid("Message sent again"),
    Action.DELIVERY_CLOSE: msgid("Message closed"),
    Action.AUDIT_VIEW: msgid("Journal opened"),
    Action.AUDIT_EXPORT: msgid("Journal taken as a file"),
    Action.AUDIT_VERIFY: msgid("Journal verified"),
    Action.AUDIT_ANCHOR: msgid("Journal anchored"),
    Action.AUDIT_PRUNE: msgid("Old rows of the journal removed"),
    Action.ACCOUNTS_VIEW: msgid("Accounts to look into opened"),
    Action.ACCOUNTS_EXPORT: msgid("Accounts to look into taken as a file"),
}

ACTORS: Mapping[str, Msgid] = {
    ActorKind.STAFF: msgid("Office"),
    ActorKind.RESIDENT: msgid("Resident"),
    ActorKind.STRANGER: msgid("Somebody not signed in"),
    ActorKind.OPERATOR: msgid("Operator of the server"),
    ActorKind.SYSTEM: msgid("The portal itself"),
}

OBJECTS: Mapping[str, Msgid] = {
    ObjectKind.IDENTITY: msgid("access"),
    ObjectKind.SESSION: msgid("session"),
    ObjectKind.STAFF: msgid("employee"),
    ObjectKind.PERSON: msgid("person"),
    ObjectKind.PARTY: msgid("payer"),
    ObjectKind.PREMISES: msgid("premises, number"),
    ObjectKind.ISSUE_BATCH: msgid("batch of slips"),
    ObjectKind.ACCOUNT: msgid("account"),
    ObjectKind.REGULATIONS: msgid("regulations, version"),
    ObjectKind.MODULE: msgid("module"),
    ObjectKind.RUN: msgid("run"),
    ObjectKind.BLOCK: msgid("block"),
    ObjectKind.SOURCE: msgid("source"),
    ObjectKind.ADDRESS: msgid("e-mail address"),
    ObjectKind.NOTICE: msgid("notice"),
    ObjectKind.DELIVERY: msgid("message"),
    ObjectKind.APPROVAL: msgid("request for approval"),
}

RESULTS: Mapping[str, Msgid] = {
    Result.DONE: msgid("done"),
    Result.REFUSED: msgid("refused"),
    Result.FAILED: msgid("failed"),
}


def action_words(code: str) -> str:
    """The code itself where a later release, or somebody else, wrote one that nobody knows."""
    return ACTIONS.get(code, code)
