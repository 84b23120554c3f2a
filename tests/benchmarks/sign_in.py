"""What signing in costs: the time of each refusal beside the others, and sign-ins beside argon2.

`python3 run.py bench sign-in [TRIES]`. A portal as operators have it, with argon2 at full strength.
Refused are, in turns: an identifier that nobody has, a wrong password, somebody blocked and
somebody who never came with their slip, both with a wrong password too, and an account that rests.
Who is refused must not read the reason from a clock (S11): the medians may differ by 5 ms.

Then sign-ins that succeed, each of a resident of their own, several at once; and bare
verifications of the same hash in the same pool of threads.

How to read it: all in this process, on an idle machine. Milliseconds and sign-ins a second are
this machine's; the ratio can be compared between machines. It is what the database, the audit
(each sign-in waits for the disk) and our code take beside the hash.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import click
import msgspec

from iok_core.audit.origin import Origin
from iok_core.blocking.service import Clause, NewBlock, block_access
from iok_core.identity import service as identity
from iok_core.identity.brakes.settings import BrakeSettings
from iok_core.portal import Portal, build_portal, running
from iok_core.settings import load
from tests.portal import OWN_PASSWORD, SETTINGS, add_newcomer, add_resident, make_folder

TRIES = 200
AT_ONCE = 8
AIM_MS = 5.0
WRONG = "zielony rower pod drzewem"
UNBRAKED = BrakeSettings(
    failures=10**6, slow_from=10**6, hourly=10**6, network_failures=10**6, portal_failures=10**6
)
"""They count as always and never hold: only what is compared is measured."""
FULL_STRENGTH = SETTINGS.partition("[identity.hashing]")[0]


class Bench(msgspec.Struct, frozen=True):
    ctx: identity.IdentityContext
    refused: dict[str, str]
    """Identifiers, by the reason why nobody gets in with them."""
    residents: Sequence[str]


async def prepared(portal: Portal) -> Bench:
    wrong, blocked = await add_resident(portal), await add_resident(portal)
    newcomer = await add_newcomer(portal)
    new = NewBlock(
        person=blocked.person or 0,
        clause=Clause.LOSS,
        since=portal.clock.today(),
        reason="bench",
    )
    if not isinstance(await block_access(portal.identity, new, by=Origin.operator("bench")), int):
        raise TypeError("the block was refused")
    resting = (await add_resident(portal)).identifier
    await identity.sign_in(braked(portal, BrakeSettings(failures=1)), resting, WRONG)
    return Bench(
        ctx=braked(portal, UNBRAKED),
        refused={
            "unknown": "999999999999",
            "wrong": wrong.identifier,
            "blocked": blocked.identifier,
            "not activated": newcomer.identifier,
            "resting": resting,
        },
        residents=[(await add_resident(portal)).identifier for _ in range(AT_ONCE)],
    )


def braked(portal: Portal, brake: BrakeSettings) -> identity.IdentityContext:
    settings = msgspec.structs.replace(portal.identity.settings, brake=brake)
    return msgspec.structs.replace(portal.identity, settings=settings)


async def refusals(bench: Bench, tries: int) -> dict[str, list[float]]:
    """Milliseconds of each try, in turns, so that what disturbs the machine disturbs all."""
    took: dict[str, list[float]] = {name: [] for name in bench.refused}
    for _ in range(tries):
        for name, identifier in bench.refused.items():
            began = time.perf_counter()
            outcome = await identity.sign_in(bench.ctx, identifier, WRONG)
            took[name].append((time.perf_counter() - began) * 1000)
            if not isinstance(outcome, identity.Refused):
                raise TypeError(f"{name} was let in")
    return took


async def seconds(work: Callable[[int], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await asyncio.gather(*(work(place) for place in range(AT_ONCE)))
    return time.perf_counter() - began


async def sign_ins(bench: Bench, rounds: int) -> tuple[float, float]:
    """A second, the median of all rounds: whole ones, and bare verifications."""

    async def whole(place: int) -> None:
        who = bench.residents[place]
        if not isinstance(await identity.sign_in(bench.ctx, who, OWN_PASSWORD), identity.SignedIn):
            raise TypeError("a right password was refused")

    stored = await bench.ctx.hashing.hash(OWN_PASSWORD)
    ours, bare = [], []
    for _ in range(rounds):
        ours.append(await seconds(whole))
        bare.append(await seconds(lambda _: bench.ctx.hashing.verify(stored, OWN_PASSWORD)))
    return AT_ONCE / statistics.median(ours), AT_ONCE / statistics.median(bare)


async def measured(folder: Path, tries: int) -> None:
    async with running(build_portal(load(folder, {}), "web")) as portal:
        bench = await prepared(portal)
        took = await refusals(bench, tries)
        ours, bare = await sign_ins(bench, max(tries // AT_ONCE, 3))
    click.echo(f"{tries} refusals of each kind, in turns; ms")
    click.echo(f"{'':14}{'min':>8}{'median':>8}{'p95':>8}")
    for name, values in took.items():
        p95 = statistics.quantiles(values, n=20)[-1]
        click.echo(f"{name:14}{min(values):8.1f}{statistics.median(values):8.1f}{p95:8.1f}")
    medians = [statistics.median(values) for values in took.values()]
    click.echo(
        f"medians differ by {max(medians) - min(medians):.2f} ms; aim: less than {AIM_MS:.0f}"
    )
    click.echo(f"\nsign-ins, {AT_ONCE} at once, in turns with bare verifications")
    click.echo(f"{ours:.1f} a second; argon2 alone {bare:.1f}; {ours / bare:.0%} of it")


def main(arguments: Sequence[str]) -> None:
    tries = int(arguments[0]) if arguments else TRIES
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "portal"
        make_folder(folder, FULL_STRENGTH)
        asyncio.run(measured(folder, tries))


if __name__ == "__main__":
    main(sys.argv[1:])
