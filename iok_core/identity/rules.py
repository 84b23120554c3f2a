"""What clauses of the regulations demand of accesses, and what here keeps it."""

from iok_core.identity.settings import IdentitySettings
from iok_core.regulations.rules import Rule, State
from iok_core.web.i18n import msgid


def rules(settings: IdentitySettings) -> list[Rule]:
    return [
        Rule(
            key="identity.sign_in",
            clause=5,
            demands=msgid("One comes in with an identifier and a password"),
            kept_by=msgid("Every page asks for a session; a session is begun by signing in"),
            state=State.ENFORCED,
        ),
        Rule(
            key="identity.issuing",
            clause=6,
            demands=msgid("An access is given out at the office, after a look at a document"),
            kept_by=msgid("No access without the box “identity checked” and the permission"),
            state=State.ENFORCED,
        ),
        Rule(
            key="identity.start_password_valid",
            clause=6,
            demands=msgid("How long a start password is good: days"),
            kept_by=msgid("Afterwards it opens nothing"),
            state=State.ENFORCED,
            setting="[identity] start_password_valid",
            number=settings.start_password_valid.days,
        ),
        *_about_passwords(settings),
        *_about_the_brake(settings),
    ]


def _about_passwords(settings: IdentitySettings) -> list[Rule]:
    return [
        Rule(
            key="identity.password_change",
            clause=8,
            demands=msgid("A password that others know is changed at once"),
            kept_by=msgid("The page “Change password”, which signs all other devices out"),
            state=State.BY_STAFF,
        ),
        Rule(
            key="identity.password_minimum",
            clause=8,
            demands=msgid("The shortest password: characters"),
            kept_by=msgid("A shorter one is refused"),
            state=State.ENFORCED,
            setting="[identity.password] minimum",
            number=settings.password.minimum,
        ),
    ]


def _about_the_brake(settings: IdentitySettings) -> list[Rule]:
    brake = msgid("The brake on signing in")
    return [
        Rule(
            key="identity.brake_failures",
            clause=8,
            demands=msgid("Signing in pauses after wrong passwords: how many"),
            kept_by=brake,
            state=State.ENFORCED,
            setting="[identity.brake] failures",
            number=settings.brake.failures,
        ),
        Rule(
            key="identity.brake_pause",
            clause=8,
            demands=msgid("How long the pause lasts: minutes"),
            kept_by=brake,
            state=State.ENFORCED,
            setting="[identity.brake] pause",
            number=int(settings.brake.pause.total_seconds() // 60),
        ),
    ]
