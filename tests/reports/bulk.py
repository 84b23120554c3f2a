"""Documents of many payers as the office asks for them, and the worker that makes them."""

import io
import zipfile
from typing import Any

from iok_core.portal import Portal
from iok_core.reports import batches
from iok_core.reports.batches import Batch
from iok_core.runs import leases
from iok_core.runs.carrying_out import carry_out
from tests.browsing import Browser
from tests.offices import Office, text_of

PAGE = "/biuro/raporty/wyciag"


def page_of(run: int) -> str:
    return f"/biuro/raporty/przebiegi/{run}"


def asked(browser: Browser, **fields: str) -> int:
    """The run that the form starts."""
    browser.open(PAGE)
    answer = browser.submit(PAGE, **{"building": "", "payers": "", **fields})
    assert answer.status_code == 303, text_of(answer.text)
    return int(answer.headers["location"].rsplit("/", 1)[1])


def worked(office: Office) -> None:
    """What a worker does with all that waits."""

    async def work(portal: Portal) -> None:
        while claim := await leases.claim(portal.clock):
            await carry_out(claim, portal.handlers[claim.kind], portal.clock)

    office.live.do(work)


def batch_of(office: Office, run: int) -> Batch:
    async def found(_: Portal) -> Batch | None:
        return await batches.batch(run)

    batch = office.live.do(found)
    assert batch is not None
    return batch


def archive(browser: Browser, run: int) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(browser.open(f"{page_of(run)}/plik").content))


def audited(office: Office) -> list[tuple[Any, ...]]:
    sql = (
        "SELECT action, object_id, actor_kind FROM audit WHERE action LIKE 'report_%' ORDER BY seq"
    )
    return office.live.rows(sql)
