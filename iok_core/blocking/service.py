"""The verbs of blocking, for pages and other subjects."""

from iok_core.blocking.acts import Refusal, block_access, lift_block
from iok_core.blocking.checks import (
    Flaw,
    FlawedBlockError,
    NewBlock,
    day_flaws,
    flaws,
    reason_flaws,
)
from iok_core.blocking.clauses import BlockWay, Clause, permission_for
from iok_core.blocking.freezing import freeze
from iok_core.blocking.history import BlockLine, State, Wanted, blocks, blocks_of, one_block
from iok_core.blocking.in_force import blocked_among, longest_block
from iok_core.blocking.words import notice

__all__ = [
    "BlockLine",
    "BlockWay",
    "Clause",
    "Flaw",
    "FlawedBlockError",
    "NewBlock",
    "Refusal",
    "State",
    "Wanted",
    "block_access",
    "blocked_among",
    "blocks",
    "blocks_of",
    "day_flaws",
    "flaws",
    "freeze",
    "lift_block",
    "longest_block",
    "notice",
    "one_block",
    "permission_for",
    "reason_flaws",
]
