"""What differs between two versions of the regulations: clause by clause, and word by word."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum

import msgspec

from iok_core.regulations.text import Clause, Document

_WORD = re.compile(r"\s+|[^\W_]+|[\W_]")
_ALIKE = 0.5
"""Two clauses with so much in common are the same clause, rewritten."""


class Kind(StrEnum):
    TITLE = "title"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CLOSING = "closing"


class Piece(msgspec.Struct, frozen=True):
    text: str
    differs: bool = False


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the text; `old` and `new` are the clause's number before and after."""

    kind: Kind
    old: int | None = None
    new: int | None = None
    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()


class Difference(msgspec.Struct, frozen=True):
    changes: tuple[Change, ...]
    renumbered: tuple[tuple[int, int], ...]
    """Clauses with the same words under another number: before, after."""

    def __bool__(self) -> bool:
        return bool(self.changes or self.renumbered)


def difference(before: Document, after: Document) -> Difference:
    old, new = before.clauses, after.clauses
    pairs = _moved_together(list(_paired(old, new)))
    changes = [_change(one, other) for one, other in pairs if _words(one) != _words(other)]
    moved = [(one, other) for one, other in pairs if one and other and _words(one) == _words(other)]
    same_order = _longest_rising([other.number for _, other in moved])
    jumped = [(one, other) for one, other in moved if other.number not in same_order]
    changes += [_moved(one, other) for one, other in jumped]
    changes.sort(key=lambda change: (change.new or change.old or 0, change.old is None))
    stayed = [(a.number, b.number) for a, b in moved if (a, b) not in jumped]
    return Difference(
        (
            *_part(Kind.TITLE, before.title, after.title),
            *changes,
            *_part(Kind.CLOSING, before.closing, after.closing),
        ),
        tuple((a, b) for a, b in stayed if a != b),
    )


def pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts, cut where they begin and cease to differ."""
    one, other = _WORD.findall(before), _WORD.findall(after)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        differs = tag != "equal"
        left.append(("".join(one[a:b]), differs))
        right.append(("".join(other[c:d]), differs))
    return _joined(left), _joined(right)


Pair = tuple[Clause | None, Clause | None]


def _paired(old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[Pair]:
    one, other = [_words(c) for c in old], [_words(c) for c in new]
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            yield from _rewritten(list(old[a:b]), list(new[c:d]))


def _rewritten(old: list[Clause], new: list[Clause]) -> Iterator[Pair]:
    """Of clauses between two that are the same: each with the one that is most alike, and what is
    left with the one that has its number now."""
    alike = sorted(
        ((_likeness(a, b), -i, -j) for i, a in enumerate(old) for j, b in enumerate(new)),
        reverse=True,
    )
    taken: dict[int, int] = {}
    for likeness, i, j in alike:
        if likeness >= _ALIKE and -i not in taken and -j not in taken.values():
            taken[-i] = -j
    places = {clause.number: j for j, clause in enumerate(new) if j not in taken.values()}
    for i, clause in enumerate(old):
        if i not in taken and clause.number in places:
            taken[i] = places[clause.number]
    yield from ((clause, new[taken[i]] if i in taken else None) for i, clause in enumerate(old))
    yield from ((None, clause) for j, clause in enumerate(new) if j not in taken.values())


def _moved_together(pairs: list[Pair]) -> list[Pair]:
    """What went in one place and came in another with the same words has only moved."""
    came = {_words(b): b for a, b in pairs if a is None and b is not None}
    moved = [(a, came[_words(a)]) for a, b in pairs if a and b is None and _words(a) in came]
    gone, arrived = [a for a, _ in moved], [b for _, b in moved]
    kept = [
        (a, b) for a, b in pairs if not ((b is None and a in gone) or (a is None and b in arrived))
    ]
    return sorted([*kept, *moved], key=lambda pair: (pair[0] or pair[1] or Clause(0, ())).number)


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The most of them that still stand in their old order; the others have moved."""
    best: list[list[int]] = []
    for number in numbers:
        fitting = [run for run in best if run[-1] < number]
        best.append([*_longest(fitting), number])
    return set(_longest(best))


def _longest(runs: Sequence[list[int]]) -> list[int]:
    return max(runs, key=len) if runs else []


def _change(one: Clause | None, other: Clause | None) -> Change:
    before, after = pieces(_words(one), _words(other))
    kind = Kind.ADDED if one is None else Kind.REMOVED if other is None else Kind.CHANGED
    return Change(
        kind=kind,
        old=one.number if one else None,
        new=other.number if other else None,
        before=before,
        after=after,
    )


def _moved(one: Clause, other: Clause) -> Change:
    said = (Piece(_words(one)),)
    return Change(kind=Kind.MOVED, old=one.number, new=other.number, before=said, after=said)


def _part(kind: Kind, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    if before != after:
        left, right = pieces("\n".join(before), "\n".join(after))
        yield Change(kind=kind, before=left, after=right)


def _words(clause: Clause | None) -> str:
    return "\n".join(clause.paragraphs) if clause else ""


def _likeness(one: Clause, other: Clause) -> float:
    words = (_WORD.findall(_words(one)), _WORD.findall(_words(other)))
    matcher = SequenceMatcher(None, *words, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _joined(parts: list[tuple[str, bool]]) -> tuple[Piece, ...]:
    """A blank between two words that differ differs with them: one mark instead of three."""
    joined: list[tuple[str, bool]] = []
    for index, (text, different) in enumerate(parts):
        inside = 0 < index < len(parts) - 1
        differs = different or (inside and not text.strip())
        if joined and joined[-1][1] == differs:
            joined[-1] = (joined[-1][0] + text, differs)
        elif text:
            joined.append((text, differs))
    return tuple(Piece(text, differs) for text, differs in joined)
