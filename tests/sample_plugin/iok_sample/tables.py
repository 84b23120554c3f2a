from piccolo.columns import BigInt, BigSerial, Varchar
from piccolo.table import Table


class Note(Table, tablename="plugin_sample_note"):
    id = BigSerial(primary_key=True)
    person = BigInt(unique=True)
    """Of the portal; no foreign key, so that the portal never waits for this plugin."""
    text = Varchar(length=200)


async def note_of(person: int | None) -> str:
    row = await Note.select(Note.text).where(Note.person == person).first()
    return str(row["text"]) if row else ""


async def keep_note(person: int, text: str) -> None:
    await Note.insert(Note(person=person, text=text[:200])).on_conflict(
        target=Note.person, action="DO UPDATE", values=[Note.text]
    )
