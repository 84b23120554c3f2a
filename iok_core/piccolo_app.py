"""The core as one Piccolo app: every subject's tables, one road of migrations."""

from pathlib import Path

from iok_core.approvals.tables import Approval, ApprovalSwitch
from iok_core.audit.tables import Audit
from iok_core.blocking.tables import Block, Lifting, Objection
from iok_core.db.apps import AppConfig
from iok_core.demands.tables import Demand
from iok_core.events.tables import Event
from iok_core.handovers.tables import HandOver
from iok_core.identity.tables import (
    Brake,
    Identity,
    IssueBatch,
    KnownDevice,
    Passkey,
    RecoveryCode,
    Session,
    SpentChallenge,
    Staff,
    Totp,
)
from iok_core.imports.tables import (
    Import,
    ImportCheckpoint,
    ImportDecision,
    Incomplete,
    Publication,
    RejectedRow,
    SeenRow,
    Snapshot,
    Source,
)
from iok_core.ledger.tables import (
    Account,
    AccountPremises,
    AccountVersion,
    Balance,
    Charge,
    Entry,
)
from iok_core.losses.tables import Breach, LossReport, LossTry
from iok_core.maintenance.tables import MaintenanceWindow
from iok_core.meters.tables import Meter, MeterReading, MeterVersion
from iok_core.modules.tables import Module
from iok_core.noticeboard.tables import (
    Announcement,
    AnnouncementPlace,
    AnnouncementSight,
    Attachment,
    AttachmentContent,
    AttachmentSight,
    Document,
    DocumentContent,
    DocumentSight,
)
from iok_core.notices.tables import (
    ChannelState,
    ContactAddress,
    Delivery,
    MailChoice,
    Notice,
    SpokenLanguage,
)
from iok_core.photos.tables import Photo
from iok_core.plugin_host.tables import FailingPart
from iok_core.premises.tables import (
    Party,
    PartyVersion,
    Person,
    Premises,
    PremisesVersion,
    Representation,
    Title,
)
from iok_core.regulations.tables import Acceptance, InformationVersion, RegulationsVersion
from iok_core.reports.tables import ReportRun
from iok_core.rulebook.tables import ClauseRule, Draft
from iok_core.runs.tables import Heartbeat, Run
from iok_core.submissions.tables import (
    AnswerTemplate,
    DeclaredPayment,
    DeclaredReading,
    Submission,
    SubmissionConsent,
    SubmissionCounter,
    SubmissionDraft,
    SubmissionFollower,
    SubmissionStep,
)

APP_CONFIG = AppConfig(
    app_name="iok",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[
        Audit,
        Event,
        FailingPart,
        Module,
        Run,
        Heartbeat,
        Person,
        Party,
        PartyVersion,
        Premises,
        PremisesVersion,
        Representation,
        Title,
        Photo,
        RegulationsVersion,
        InformationVersion,
        Acceptance,
        Demand,
        Staff,
        IssueBatch,
        HandOver,
        Identity,
        Session,
        Draft,
        ClauseRule,
        Totp,
        Passkey,
        RecoveryCode,
        SpentChallenge,
        KnownDevice,
        Brake,
        Block,
        Lifting,
        LossReport,
        LossTry,
        Breach,
        Objection,
        Source,
        ImportDecision,
        Publication,
        Snapshot,
        Import,
        ImportCheckpoint,
        RejectedRow,
        Incomplete,
        SeenRow,
        Account,
        AccountVersion,
        AccountPremises,
        Entry,
        Charge,
        Balance,
        Meter,
        MeterVersion,
        MeterReading,
        ReportRun,
        Announcement,
        AnnouncementPlace,
        AnnouncementSight,
        Attachment,
        AttachmentContent,
        AttachmentSight,
        Document,
        DocumentContent,
        DocumentSight,
        MaintenanceWindow,
        SubmissionDraft,
        Submission,
        DeclaredReading,
        SubmissionConsent,
        SubmissionStep,
        SubmissionFollower,
        SubmissionCounter,
        DeclaredPayment,
        AnswerTemplate,
        ContactAddress,
        MailChoice,
        SpokenLanguage,
        Notice,
        Delivery,
        ChannelState,
        Approval,
        ApprovalSwitch,
    ],
    migration_dependencies=[],
    commands=[],
)
