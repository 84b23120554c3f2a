"""Fills a folder with the demonstration: the cooperative's files, imported, and three sign-ins."""

import secrets
import shutil
from importlib.resources import files
from pathlib import Path

import click
import msgspec

from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.demo import mail
from iok_core.demo.announcements import announce
from iok_core.demo.cooperative.cast import Cast
from iok_core.demo.cooperative.export import write_export
from iok_core.demo.cooperative.world import World, build_world
from iok_core.demo.correspondence.cases import Writers, correspond
from iok_core.demo.correspondence.days import Days
from iok_core.demo.correspondence.desk import Desk, Writer
from iok_core.demo.correspondence.stain import stain
from iok_core.demo.regulations import regulate
from iok_core.identity import service as identity
from iok_core.identity.credentials import Credentials
from iok_core.identity.service import AccessState, DocumentKind, Issued, IssueRequest, Role
from iok_core.imports.progress import progress_bar
from iok_core.imports.requests import Request, request_import
from iok_core.imports.sources import source_of
from iok_core.modules import service as modules
from iok_core.modules.service import NewModule
from iok_core.operations.making import write_folder
from iok_core.photos.service import add_photo
from iok_core.portal import Portal
from iok_core.premises import desk
from iok_core.premises.service import Basis
from iok_core.regulations import service as regulations
from iok_core.runs import leases
from iok_core.runs.carrying_out import Progress, carry_out
from iok_core.runs.leases import Claim
from iok_core.runs.outcome import Outcome
from iok_core.settings import FILE_NAME, SettingsError, load

SEED = 2026
MODULE = "ksiegowosc"
EXPORT = "export"
HANDED_OVER = "przekazane"
"""Folder of what the invented program would take in."""
_WORDS = (
    "balkon",
    "bibula",
    "chmura",
    "dzwonek",
    "fontanna",
    "guzik",
    "igla",
    "kajak",
    "kalina",
    "latawiec",
    "malina",
    "namiot",
    "okno",
    "parasol",
    "rower",
    "sowa",
    "tramwaj",
    "ulewa",
    "zegar",
)


class NotADemonstrationError(Exception):
    """The folder holds something that `iok demo` did not make."""


class SignIn(msgspec.Struct, frozen=True):
    identifier: str
    password: str


class StaffSignIn(msgspec.Struct, frozen=True):
    identifier: str
    password: str
    totp_secret: str = ""
    """In base32, as an app with codes takes it."""


class StartSignIn(msgspec.Struct, frozen=True):
    identifier: str
    start_password: str


class SignIns(msgspec.Struct, frozen=True):
    """What demo.json holds; the database keeps hashes, and the secret sealed."""

    url: str
    staff: StaffSignIn
    resident: SignIn
    new_resident: StartSignIn


def make_folder(folder: Path) -> bool:
    """True: a new one. Raises NotADemonstrationError for a folder in other use."""
    if (folder / FILE_NAME).exists():
        try:
            if load(folder).demonstration:
                return False
        except SettingsError as error:
            raise NotADemonstrationError(str(error)) from error
        raise NotADemonstrationError(f"{folder} holds a portal that is no demonstration")
    if folder.exists() and any(folder.iterdir()):
        raise NotADemonstrationError(f"{folder} is not empty and holds no demonstration")
    text = files("iok_core.demo").joinpath("iok.toml").read_text("utf-8")
    write_folder(folder, text)
    return True


def remove_unfinished(folder: Path) -> None:
    """What a demonstration left that was stopped before it was whole."""
    for part in folder.glob("iok.sqlite*"):
        part.unlink()
    for made in (EXPORT, HANDED_OVER, mail.FOLDER):
        shutil.rmtree(folder / made, ignore_errors=True)


class Demonstration(msgspec.Struct, frozen=True):
    """The invented cooperative in one portal."""

    portal: Portal
    url: str

    async def fill(self, premises: int) -> SignIns:
        """Writes the files as a program would export them, imports them, gives out accesses."""
        await regulate(self.portal)
        world = build_world(premises, SEED, self.portal.clock.today())
        source = await self._import(world)
        clerk = await identity.add_staff(
            self.portal.identity, "Barbara Nowak", Role.ADMINISTRATOR, operator="demo"
        )
        password = await self._password(clerk.identity)
        staff = StaffSignIn(clerk.identifier, password, await self._totp(clerk.identity))
        by = (await Credentials.of(clerk.identity)).origin("")
        await mail.write_to_folder(self.portal)
        cast = world.cast
        person = await self._person(source, cast.two_premises.party, "Łucja Wymyślona")
        await mail.give_address(self.portal, person)
        resident, known = await self._settle(person, by)
        neighbour = await self._person(source, cast.newcomer.party, "Ewa Zmyślona")
        newcomer = await self._issue(neighbour, by, 0)
        called = Writer(neighbour, Origin.resident(newcomer.identity))
        others = await self._others(source, cast, by)
        await self._write_in(Writers(resident, called, others), by)
        return SignIns(
            url=self.url,
            staff=staff,
            resident=known,
            new_resident=StartSignIn(newcomer.identifier, newcomer.start_password),
        )

    async def renew(self, known: SignIns) -> SignIns:
        """A start password that was used, or has expired, is issued anew."""
        access = await identity.access_by_identifier(known.new_resident.identifier)
        clerk = await Credentials.by_identifier(known.staff.identifier)
        if access is None or clerk is None:
            raise NotADemonstrationError("the database is not the one that demo.json speaks of")
        renewed = msgspec.structs.replace(known, url=self.url)
        if not known.staff.totp_secret:  # made by an older release
            secret = await self._totp(clerk.id)
            staff = msgspec.structs.replace(known.staff, totp_secret=secret)
            renewed = msgspec.structs.replace(renewed, staff=staff)
        if access.state(self.portal.clock.now()) in (AccessState.ISSUED, AccessState.HANDED_OVER):
            return renewed
        issued = await self._issue(access.person, clerk.origin(""), access.issue_number)
        new_resident = StartSignIn(issued.identifier, issued.start_password)
        return msgspec.structs.replace(renewed, new_resident=new_resident)

    async def _import(self, world: World) -> int:
        portal = self.portal
        export = portal.settings.folder / EXPORT
        export.mkdir()
        (portal.settings.folder / HANDED_OVER).mkdir()
        write_export(world, export, portal.clock.today())
        layout = files("iok_core.demo").joinpath("layout.toml").read_text("utf-8")
        (export / "layout.toml").write_text(layout, "utf-8")
        options = {"folder": EXPORT, "hand_over": HANDED_OVER}
        title = "Program finansowo-księgowy"
        new = NewModule(MODULE, title, options, portal.settings.folder)
        await modules.create(portal.plugins.connectors["files"], new, portal.clock)
        module = await modules.by_name(MODULE)
        if module is None:
            raise LookupError(MODULE)
        run = await request_import(
            Request(module, Origin.system()), audit=portal.audit, clock=portal.clock
        )
        await self._carry_out(run)
        return (await source_of(module)).id

    async def _carry_out(self, run: int) -> None:
        claim = await leases.claim(self.portal.clock, run)
        if claim is None:
            raise LookupError(f"run {run} cannot be claimed")
        with progress_bar("Importing", quiet=False) as bar:

            async def handle(claim: Claim, _: Progress) -> Outcome:
                return await self.portal.import_handler(claim, bar)

            outcome = await carry_out(claim, handle, self.portal.clock)
        if outcome is None or outcome.problem:
            raise click.ClickException(
                f"the demonstration's files could not be imported: {outcome}"
            )

    async def _others(self, source: int, cast: Cast, by: Origin) -> list[Writer]:
        """Three neighbours of another building, whose passwords nobody is told."""
        names = {
            "Świętosława Przykładowska": cast.stranger,
            "Żegota Zmyślny": cast.overpaid,
            "Józef Ułudny": cast.in_arrears,
        }
        persons = [await self._person(source, one.party, name) for name, one in names.items()]
        return [(await self._settle(person, by))[0] for person in persons]

    async def _settle(self, person: int, by: Origin) -> tuple[Writer, SignIn]:
        """Somebody who has signed in before, with a password and the regulations accepted."""
        issued = await self._issue(person, by, 0)
        known = SignIn(issued.identifier, await self._password(issued.identity))
        who = Writer(person, Origin.resident(issued.identity))
        await self._accept(person, who.by)
        return who, known

    async def _write_in(self, who: Writers, by: Origin) -> None:
        days = Days(self.portal.settings.calendar, self.portal.clock.today())
        photo = await add_photo(self.portal.photos, who.others[0].person, stain())
        async with transaction():  # or each act would wait for the disk
            await announce(self.portal, by, days.ago(3, 9, 15))
            await correspond(Desk(self.portal, by, days), who, photo)

    async def _person(self, source: int, party_key: str, name: str) -> int:
        party = await desk.party_by_key(source, party_key)
        if party is None:
            raise LookupError(party_key)
        return await desk.add_person(
            name, party, Basis.SELF, by_identity=None, clock=self.portal.clock
        )

    async def _issue(self, person: int, by: Origin, after_issue: int) -> Issued:
        request = IssueRequest(
            person=person,
            document=DocumentKind.ID_CARD,
            identity_checked=True,
            after_issue=after_issue,
        )
        issued = await identity.issue_access(self.portal.identity, request, by=by)
        if not isinstance(issued, Issued):
            raise PermissionError(issued)
        return issued

    async def _password(self, who: int) -> str:
        """Random for each demonstration, so that no password is known before it is made."""
        words = "-".join(secrets.choice(_WORDS) for _ in range(4))
        password = f"{words}-{secrets.randbelow(9000) + 1000}"
        await identity.set_demo_password(
            self.portal.identity,
            who,
            password,
            is_demonstration=self.portal.settings.demonstration,
        )
        return password

    async def _totp(self, who: int) -> str:
        return await identity.set_demo_totp(
            self.portal.identity, who, is_demonstration=self.portal.settings.demonstration
        )

    async def _accept(self, person: int, by: Origin) -> None:
        version = await regulations.in_force(self.portal.clock.today())
        if version is None:
            raise LookupError("there are no regulations to accept")
        await regulations.accept(
            person,
            version.number,
            version.sha256,
            by=by,
            audit=self.portal.audit,
            clock=self.portal.clock,
        )
