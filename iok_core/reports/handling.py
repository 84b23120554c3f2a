"""What the worker, and `iok report run`, do with a run of the kind `report`: a ZIP of PDFs.

A run that lost its worker begins anew and writes over what was left. Everything in it is read from
the state of the data that is published, and as of the day, when it begins.
"""

import asyncio
import zipfile
from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from iok_core.api import Audience, ConnectorProblem, Format, Step, WrongParametersError
from iok_core.child.options import to_options
from iok_core.imports.sources import published_sources
from iok_core.premises.parties import PartyCard
from iok_core.reports import batches
from iok_core.reports.batches import Batch, Result
from iok_core.reports.building import BuildError, BuildProblem
from iok_core.reports.files import ReportFiles
from iok_core.reports.making import Reports
from iok_core.reports.offers import Offer, offer_of
from iok_core.reports.payers import payers_of
from iok_core.reports.printout import stem
from iok_core.runs import leases
from iok_core.runs.carrying_out import Progress
from iok_core.runs.leases import Claim
from iok_core.runs.outcome import Outcome, RunProblem
from iok_core.web.csv_file import csv_bytes
from iok_core.web.i18n import speaking

SKIPPED = "pominieci.csv"
_SECONDS_BETWEEN_LOOKS = 2
_PROBLEMS = {
    BuildProblem.RAISED: RunProblem.RAISED,
    BuildProblem.CRASHED: RunProblem.CRASHED,
    BuildProblem.TIMED_OUT: RunProblem.TIMED_OUT,
    BuildProblem.GARBLED: RunProblem.GARBLED,
    BuildProblem.TOO_LARGE: RunProblem.GARBLED,
}


class ReportHandler(msgspec.Struct, frozen=True):
    reports: Reports
    files: ReportFiles

    async def __call__(self, claim: Claim, progress: Progress) -> Outcome:
        wanted = await batches.batch(claim.run)
        if wanted is None:
            return Outcome(problem=RunProblem.INTERNAL, detail="nobody said of whom")
        await self.clear()
        with speaking(wanted.lang):
            found = await offer_of(self.reports.plugins, Audience.STAFF, claim.module)
            if found is None:
                detail = f"no plugin that is ready brings the report {wanted.report}"
                return Outcome(problem=RunProblem.INTERNAL, detail=detail)
            return await _Making(self, claim, wanted, found, progress).make()

    async def clear(self) -> None:
        """Removes files that have lain ready long enough, and what broken runs left."""
        now = self.reports.clock.now()
        kept = []
        for run in self.files.runs():
            of = await batches.batch(run)
            if of is not None and (of.has_file(now) or of.under_way):
                kept.append(run)
        self.files.keep_only(kept)


class _NoLongerWantedError(Exception):
    """Somebody gave the run up, or another worker has it."""


class _Making:
    def __init__(
        self, by: ReportHandler, claim: Claim, wanted: Batch, found: Offer, progress: Progress
    ) -> None:
        self._reports, self._files = by.reports, by.files
        self._claim, self._wanted, self._offer, self._progress = claim, wanted, found, progress
        self._documents = 0
        self._skipped: list[tuple[str, str]] = []
        """Number of the payer in the accounting system, and why."""
        self._next_look: float = 0

    async def make(self) -> Outcome:
        published = await published_sources()
        today = self._reports.clock.today()
        payers = await payers_of(self._wanted.selection, published, today)
        try:
            with self._files.archive(self._claim.run) as archive:
                for done, payer in enumerate(payers, 1):
                    await self._look_whether_wanted()
                    await self._document(archive, payer, published, today)
                    await self._progress(Step(done=done, total=len(payers)))
                self._tell_skipped(archive)
        except _NoLongerWantedError:
            return Outcome()
        except BuildError as error:
            problem = _PROBLEMS[error.problem]
            return Outcome(problem=problem, detail=error.detail, log=error.log)
        return await self._finished()

    async def _document(
        self,
        archive: zipfile.ZipFile,
        payer: PartyCard,
        published: Mapping[int, int],
        today: date,
    ) -> None:
        extract = await self._reports.extracts.of_payer(payer, published, today)
        if not extract.accounts:
            return
        parameters = to_options(self._offer.report.parameters_type, self._wanted.chosen)
        try:
            made = await self._reports.make(self._offer, parameters, extract)
        except WrongParametersError as error:
            self._skipped.append((payer.key, "; ".join(error.problems.values())))
            return
        pdf = await self._reports.file(made, Format.PDF)
        self._documents += 1
        place = stem(next(iter(extract.accounts[0].premises), payer.key))
        name = f"{self._documents:05}-{place}-{made.stem}.pdf"
        await asyncio.to_thread(archive.writestr, name, pdf)

    def _tell_skipped(self, archive: zipfile.ZipFile) -> None:
        if self._skipped:
            archive.writestr(SKIPPED, csv_bytes(self._skipped))

    async def _finished(self) -> Outcome:
        run, clock = self._claim.run, self._reports.clock
        file_bytes = self._files.path(run).stat().st_size
        if not self._documents:
            self._files.remove(run)
            file_bytes = 0
        expires_at = clock.now() + timedelta(days=self._reports.limits.keep_days)
        result = Result(self._documents, len(self._skipped), file_bytes, expires_at)
        await batches.keep_result(run, result)
        if self._skipped and not self._documents:
            detail = self._skipped[0][1]
            return Outcome(problem=ConnectorProblem.WRONG_OPTIONS, detail=detail)
        return Outcome()

    async def _look_whether_wanted(self) -> None:
        """Now and then, since the worker itself finds out much later."""
        now = asyncio.get_running_loop().time()
        if now >= self._next_look:
            self._next_look = now + _SECONDS_BETWEEN_LOOKS
            if not await leases.extend(self._claim, self._reports.clock):
                raise _NoLongerWantedError
