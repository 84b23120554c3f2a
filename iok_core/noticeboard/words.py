"""What the codes of the noticeboard are called on pages."""

from collections.abc import Mapping

from iok_core.noticeboard.kinds import Category, Circle, Group, Outage, Reach, State
from iok_core.noticeboard.writing import Refusal
from iok_core.web.i18n import Msgid, msgid

OUTAGES: Mapping[str, Msgid] = {
    Outage.WATER: msgid("No water"),
    Outage.HOT_WATER: msgid("No hot water"),
    Outage.HEATING: msgid("No heating"),
    Outage.POWER: msgid("No electricity"),
    Outage.GAS: msgid("No gas"),
    Outage.LIFT: msgid("The lift does not work"),
    Outage.OTHER: msgid("Works or a failure"),
}
REACHES: Mapping[str, Msgid] = {
    Reach.ALL: msgid("all residents"),
    Reach.PLACES: msgid("chosen buildings or staircases"),
    Reach.PREMISES: msgid("chosen premises"),
}
GROUPS: Mapping[str, Msgid] = {
    Group.EVERYBODY: msgid("everybody there"),
    Group.MEMBERS: msgid("members of the cooperative only"),
    Group.OWNERS: msgid("owners only: separate ownership, cooperative ownership right"),
    Group.TENANTS: msgid("tenants only: cooperative tenancy right, lease"),
}
STATES: Mapping[str, Msgid] = {
    State.DRAFT: msgid("draft"),
    State.SHOWN: msgid("shown"),
    State.WITHDRAWN: msgid("withdrawn"),
}
CIRCLES: Mapping[str, Msgid] = {
    Circle.PUBLIC: msgid("everybody on the internet, without signing in"),
    Circle.HOLDERS: msgid("whoever holds premises"),
    Circle.MEMBERS: msgid("members of the cooperative"),
}
CATEGORIES: Mapping[str, Msgid] = {
    Category.STATUTES: msgid("Statutes and regulations"),
    Category.RESOLUTIONS: msgid("Resolutions"),
    Category.REPORTS: msgid("Annual reports"),
    Category.RATES: msgid("Rates and fees"),
    Category.FORMS: msgid("Forms to print"),
    Category.OTHER: msgid("Other documents"),
}
REFUSALS: Mapping[str, Msgid] = {
    Refusal.CHANGED: msgid("This has changed meanwhile. Look once more, then decide."),
    Refusal.OVER: msgid("Its last day has passed. Correct the days first."),
    Refusal.LOOKS_LIKE_DEBTORS: msgid("Tick that this is no list of debtors"),
}
