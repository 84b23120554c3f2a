"""The verbs of blocking, for pages and other subjects."""

from iok_core.blocking.acts import Refusal, block_access, lift_block
from iok_core.blocking.checks import (
    Flaw,
    FlawedBlockError,
    NewBlock,
    ObjectionRefusal,
    day_flaws,
    flaws,
    reason_flaws,
)
from iok_core.blocking.clauses import OBJECTABLE, BlockWay, Clause, permission_for
from iok_core.blocking.freezing import freeze
from iok_core.blocking.history import BlockLine, State, Wanted, blocks, blocks_of, one_block
from iok_core.blocking.in_force import blocked_among, longest_block
from iok_core.blocking.objections import (
    Decided,
    ObjectionLine,
    decide,
    file_objection,
    objection_to,
    one_objection,
    waiting_objections,
)
from iok_core.blocking.words import flaw_words, notice

__all__ = [
    "OBJECTABLE",
    "BlockLine",
    "BlockWay",
    "Clause",
    "Decided",
    "Flaw",
    "FlawedBlockError",
    "NewBlock",
    "ObjectionLine",
    "ObjectionRefusal",
    "Refusal",
    "State",
    "Wanted",
    "block_access",
    "blocked_among",
    "blocks",
    "blocks_of",
    "day_flaws",
    "decide",
    "file_objection",
    "flaw_words",
    "flaws",
    "freeze",
    "lift_block",
    "longest_block",
    "notice",
    "objection_to",
    "one_block",
    "one_objection",
    "permission_for",
    "reason_flaws",
    "waiting_objections",
]
