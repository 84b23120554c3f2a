from piccolo.columns import BigSerial, Boolean, Text, Timestamptz, Varchar
from piccolo.table import Table

NAME_LENGTH = 40
TITLE_LENGTH = 120


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
    created_at = Timestamptz(null=True, default=None)
