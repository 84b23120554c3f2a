from piccolo.columns import BigInt, BigSerial, Boolean, Text, Timestamptz, Varchar
from piccolo.table import Table

NAME_LENGTH = 40
TITLE_LENGTH = 120
PROBLEM_LENGTH = 40
SOURCE_LENGTH = 200
DETAIL_LENGTH = 2000


class Module(Table, tablename="module"):
    """An extension with a title and options; one extension may have several."""

    id = BigSerial(primary_key=True)
    extension = Varchar(length=NAME_LENGTH)
    """Name of the extension."""
    plugin = Varchar(length=100)
    """Name of the plugin that brought it when the module was made: says what is missing."""
    name = Varchar(length=NAME_LENGTH, unique=True)
    """By which commands refer to the module."""
    title = Varchar(length=TITLE_LENGTH)
    options = Text()
    """JSON object, its paths absolute."""
    active = Boolean(default=True)
    """False: staff have paused it, or its first check has not succeeded yet."""
    failures = BigInt()
    """Runs in a row that failed."""
    worked_at = Timestamptz(null=True, default=None)
    """When a run last succeeded, a check included."""
    problem = Varchar(length=PROBLEM_LENGTH)
    """Why the last run failed; empty where it did not."""
    problem_source = Varchar(length=SOURCE_LENGTH)
    problem_detail = Varchar(length=DETAIL_LENGTH)
    created_at = Timestamptz(null=True, default=None)
