"""`iok demo`: an invented cooperative to look at, made and served with one command."""

import asyncio
import contextlib
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec
import pyotp

from iok_core.demo import mail
from iok_core.demo.cooperative.world import SMALLEST
from iok_core.demo.portal import (
    Demonstration,
    NotADemonstrationError,
    SignIns,
    make_folder,
    remove_unfinished,
)
from iok_core.operations.making import prepare, write_private
from iok_core.operations.serving import (
    Part,
    PortTakenError,
    keep_running,
    require_free,
    web,
    worker,
)
from iok_core.portal import build_portal, running
from iok_core.settings import load

SIGN_INS = "demo.json"
LOOPBACK = "127.0.0.1"
FIRST_PORT, LAST_PORT = 8000, 8100
ANOTHER_DATABASE = "The demonstration keeps to a database of its own: unset IOK_DATABASE__URL."


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Default: the first free from 8000 on.")
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-data"),
    show_default=True,
)
@click.option("--premises", type=click.IntRange(SMALLEST), default=240, show_default=True)
@click.option("--reload", is_flag=True, help="Start again when the code changes.")
@click.option("--code", is_flag=True, help="Print the office's code of now, and do nothing else.")
def demo(port: int | None, folder: Path, premises: int, *, reload: bool, code: bool) -> None:
    """Serve an invented cooperative on this machine; asks nothing, can be stopped and started."""
    folder = folder.resolve()
    if code:
        click.echo(code_of_now(folder))
        return
    try:
        port = _port(port)
        sign_ins = asyncio.run(fill_or_renew(folder, premises, f"http://{LOOPBACK}:{port}"))
    except NotADemonstrationError as error:
        raise click.ClickException(f"{error}. Give another folder with --dir.") from error
    except PortTakenError as error:
        raise click.ClickException(str(error)) from error
    parts = [web(LOOPBACK, port, reload=reload), worker(folder)]
    asyncio.run(_serve(parts, folder, port, sign_ins))


async def _serve(parts: Sequence[Part], folder: Path, port: int, sign_ins: SignIns) -> None:
    telling = asyncio.create_task(_tell_when_open(port, _told(sign_ins, folder)))
    await keep_running(parts, folder, IOK_SERVER__PUBLIC_URL=sign_ins.url)
    telling.cancel()


async def _tell_when_open(port: int, lines: Sequence[str]) -> None:
    """Whoever opens the address as soon as it is read gets a page."""
    while True:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(LOOPBACK, port)
            writer.close()
            break
        await asyncio.sleep(0.1)
    click.echo("\n".join(lines))


async def fill_or_renew(folder: Path, premises: int, url: str) -> SignIns:
    """Makes what is not there yet, and writes the sign-ins to demo.json.

    Raises NotADemonstrationError: the folder holds something else, and nothing was changed.
    """
    known = folder / SIGN_INS
    make_folder(folder)
    settings = load(folder)
    if settings.database.url:
        raise click.ClickException(ANOTHER_DATABASE)
    if not known.exists():
        remove_unfinished(folder)
    async with running(build_portal(settings, "worker")) as portal:
        await prepare(portal)
        demonstration = Demonstration(portal, url)
        if known.exists():
            sign_ins = await demonstration.renew(
                msgspec.json.decode(known.read_bytes(), type=SignIns)
            )
        else:
            click.echo(f"Making an invented cooperative of {premises} premises …", err=True)
            sign_ins = await demonstration.fill(premises)
    text = msgspec.json.format(msgspec.json.encode(sign_ins)).decode()
    write_private(known, text + "\n")
    return sign_ins


def code_of_now(folder: Path) -> str:
    """As an app with codes would show it, from the secret in demo.json."""
    try:
        known = msgspec.json.decode((folder / SIGN_INS).read_bytes(), type=SignIns)
    except (FileNotFoundError, msgspec.DecodeError) as error:
        raise click.ClickException(f"no demonstration has been made in {folder}") from error
    return pyotp.TOTP(known.staff.totp_secret).now()


def _told(sign_ins: SignIns, folder: Path) -> Sequence[str]:
    new = sign_ins.new_resident
    return (
        "",
        f"  {sign_ins.url}",
        "",
        f"  resident      {sign_ins.resident.identifier}  {sign_ins.resident.password}",
        f"  new resident  {new.identifier}  {new.start_password}  (first sign-in)",
        f"  office        {sign_ins.staff.identifier}  {sign_ins.staff.password}",
        "                and then a code, good once: iok demo --code",
        f"                or this secret in an app with codes: {sign_ins.staff.totp_secret}",
        "",
        f"  Mails are files in {folder / mail.FOLDER}.",
        f"  Also in {folder / SIGN_INS}. Stop with Ctrl-C.",
    )


def _port(wanted: int | None) -> int:
    """The wanted one, or the first that is free. Raises PortTakenError."""
    if wanted is not None:
        require_free(LOOPBACK, wanted)
        return wanted
    for port in range(FIRST_PORT, LAST_PORT):
        try:
            require_free(LOOPBACK, port)
        except PortTakenError:
            continue
        return port
    raise PortTakenError(f"no port from {FIRST_PORT} to {LAST_PORT} is free")
