from enum import StrEnum


class State(StrEnum):
    """A released code keeps its meaning for ever, here as below."""

    DRAFT = "draft"
    SHOWN = "shown"
    """From its first day to its last; its text does not change any more."""
    WITHDRAWN = "withdrawn"


class Reach(StrEnum):
    ALL = "all"
    PLACES = "places"
    """Buildings, or staircases of them; an estate is its buildings."""
    PREMISES = "premises"


class Group(StrEnum):
    """Whom of them, by the title that they hold."""

    EVERYBODY = "everybody"
    MEMBERS = "members"
    OWNERS = "owners"
    TENANTS = "tenants"


class Outage(StrEnum):
    """What does not work for a time; announcements of it stand above every page."""

    NONE = ""
    WATER = "water"
    HOT_WATER = "hot_water"
    HEATING = "heating"
    POWER = "power"
    GAS = "gas"
    LIFT = "lift"
    OTHER = "other"


class Circle(StrEnum):
    """Who may have a document."""

    PUBLIC = "public"
    """Anybody, without signing in."""
    HOLDERS = "holders"
    MEMBERS = "members"


class Category(StrEnum):
    """The order in which they stand on the page."""

    STATUTES = "statutes"
    RESOLUTIONS = "resolutions"
    REPORTS = "reports"
    RATES = "rates"
    FORMS = "forms"
    OTHER = "other"
