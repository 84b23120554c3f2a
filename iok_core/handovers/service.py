"""What other subjects ask of hand-overs."""

from iok_core.handovers.accepting import (
    NUMBER,
    Case,
    Number,
    Shown,
    entered,
    forget,
    hand_over,
    send_again,
    stop,
    stop_one,
)
from iok_core.handovers.context import HandOverContext
from iok_core.handovers.kinds import HandOverState, Why
from iok_core.handovers.reading import HandOverView, Standing, all_taken, counts, hand_overs

__all__ = [
    "NUMBER",
    "Case",
    "HandOverContext",
    "HandOverState",
    "HandOverView",
    "Number",
    "Shown",
    "Standing",
    "Why",
    "all_taken",
    "counts",
    "entered",
    "forget",
    "hand_over",
    "hand_overs",
    "send_again",
    "stop",
    "stop_one",
]
