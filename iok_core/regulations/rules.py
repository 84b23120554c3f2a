"""What clauses demand, and what in the portal keeps it: declared by the subjects that keep it."""

from enum import StrEnum

import msgspec

from iok_core.web.cooperative import Cooperative
from iok_core.web.i18n import Msgid, msgid


class State(StrEnum):
    ENFORCED = "enforced"
    """The portal sees to it; nobody can forget it."""
    BY_STAFF = "by_staff"
    """The portal has what it takes, and somebody at the office does it."""
    TEXT_ONLY = "text_only"
    """Nothing in the portal does anything about it."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a clause demands. `clause` is its number in the text that comes with the
    portal; for another text the office says where it stands."""

    key: str
    clause: int
    demands: Msgid
    kept_by: Msgid
    state: State
    named: bool = False
    """Pages and letters call the clause by its number."""
    setting: str = ""
    """As an operator finds it: `[identity.brake] failures`."""
    number: int | None = None
    """What the setting says, when a clause might name a number for it."""
    text: str = ""
    """What the setting says, when the clause has to say it in the same words."""


def rules(cooperative: Cooperative, notice_days: int) -> list[Rule]:
    """Of the regulations themselves, and of who runs the portal."""
    return [
        *_about_the_text(notice_days),
        *_about_the_controller(cooperative),
        *_about_the_cooperative(cooperative),
        *_text_only(),
    ]


def _about_the_text(notice_days: int) -> list[Rule]:
    return [
        Rule(
            key="regulations.acceptance",
            clause=1,
            demands=msgid("Who uses the portal has accepted the regulations"),
            kept_by=msgid("No page with data opens before the version in force is accepted"),
            state=State.ENFORCED,
        ),
        Rule(
            key="regulations.notice_days",
            clause=13,
            demands=msgid("Changes are announced before they bind: days"),
            kept_by=msgid("A version cannot be announced with fewer days"),
            state=State.ENFORCED,
            setting="[regulations] notice_days",
            number=notice_days,
        ),
    ]


def _about_the_controller(cooperative: Cooperative) -> list[Rule]:
    shown = msgid("Shown on the page of signing in, in every footer and on every printout")
    return [
        Rule(
            key="cooperative.controller",
            clause=4,
            demands=msgid("Who the controller of personal data is"),
            kept_by=shown,
            state=State.ENFORCED,
            setting="[cooperative] controller",
            text=cooperative.controller,
        ),
        Rule(
            key="cooperative.address",
            clause=4,
            demands=msgid("At which street the cooperative is"),
            kept_by=shown,
            state=State.ENFORCED,
            setting="[cooperative] address",
            text=cooperative.address.partition(",")[0],
        ),
    ]


def _about_the_cooperative(cooperative: Cooperative) -> list[Rule]:
    in_footer = msgid("Shown in every footer")
    return [
        Rule(
            key="cooperative.website",
            clause=5,
            demands=msgid("On which website the way into the portal is"),
            kept_by=in_footer,
            state=State.ENFORCED,
            setting="[cooperative] website",
            text=cooperative.website,
        ),
        Rule(
            key="cooperative.mailbox",
            clause=16,
            demands=msgid("To which e-mail address questions and complaints go"),
            kept_by=in_footer,
            state=State.ENFORCED,
            setting="[cooperative] mailbox",
            text=cooperative.mailbox,
        ),
    ]


def _text_only() -> list[Rule]:
    nothing = msgid("Nothing in the portal")
    return [
        Rule(
            key="regulations.free_of_charge",
            clause=3,
            demands=msgid("The portal is free of charge and needs a browser only"),
            kept_by=msgid("There is nothing to pay for, and pages work without JavaScript"),
            state=State.ENFORCED,
        ),
        Rule(
            key="regulations.interruptions",
            clause=14,
            demands=msgid("The cooperative does not answer for interruptions"),
            kept_by=nothing,
            state=State.TEXT_ONLY,
        ),
        Rule(
            key="regulations.third_parties",
            clause=15,
            demands=msgid("The cooperative does not answer for what third parties do"),
            kept_by=nothing,
            state=State.TEXT_ONLY,
        ),
    ]
