from piccolo.columns import BigSerial, Varchar
from piccolo.table import Table


class Note(Table, tablename="plugin_bad_migration_note"):
    id = BigSerial(primary_key=True)
    text = Varchar(length=200)
