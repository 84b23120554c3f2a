"""What differs between two texts, as somebody with both on paper would mark it."""

from iok_core.regulations.difference import Change, Difference, Kind, difference
from iok_core.regulations.text import Clause, Document

TWO = ("Hasło jest tajne.", "Biuro wydaje hasło w siedzibie.")


def document(*clauses: str, closing: str = "Zatwierdzono.") -> Document:
    numbered = (Clause(number, (text,)) for number, text in enumerate(clauses, 1))
    return Document(("Regulamin",), tuple(numbered), (closing,))


def compared(before: tuple[str, ...], after: tuple[str, ...]) -> Difference:
    return difference(document(*before), document(*after))


def marked(change: Change) -> tuple[str, str]:
    """With brackets around what differs."""
    sides = (change.before, change.after)
    before, after = ("".join(f"[{p.text}]" if p.differs else p.text for p in s) for s in sides)
    return before, after


def test_k13_1_equal_texts_do_not_differ() -> None:
    assert not compared(TWO, TWO)


def test_k13_1_the_words_that_changed_are_marked_in_their_clause() -> None:
    (change,) = compared(TWO, (TWO[0], "Biuro wydaje hasło na piśmie w siedzibie.")).changes
    assert (change.kind, change.old, change.new) == (Kind.CHANGED, 2, 2)
    assert marked(change) == (
        "Biuro wydaje hasło w siedzibie.",
        "Biuro wydaje hasło [na piśmie ]w siedzibie.",
    )


def test_k13_1_words_that_changed_together_are_one_mark() -> None:
    before, after = "Po pięciu próbach czekasz dwa dni.", "Po sześciu razach czekasz dwa dni."
    (change,) = compared((before,), (after,)).changes
    assert marked(change) == (
        "Po [pięciu próbach] czekasz dwa dni.",
        "Po [sześciu razach] czekasz dwa dni.",
    )


def test_k13_1_a_new_clause_is_new_and_those_below_only_get_other_numbers() -> None:
    found = compared(TWO, ("System jest bezpłatny i działa w przeglądarce.", *TWO))
    (change,) = found.changes
    assert (change.kind, change.old, change.new) == (Kind.ADDED, None, 1)
    assert found.renumbered == ((1, 2), (2, 3))


def test_k13_1_a_clause_that_is_gone_is_told_with_its_old_words() -> None:
    (change,) = compared(TWO, (TWO[1],)).changes
    assert (change.kind, change.old, change.new) == (Kind.REMOVED, 1, None)
    assert marked(change) == ("[Hasło jest tajne.]", "")


def test_k13_1_a_clause_rewritten_from_the_ground_stands_beside_what_it_was() -> None:
    (change,) = compared(TWO, (TWO[0], "Zupełnie coś nowego o opłatach.")).changes
    assert (change.kind, change.old, change.new) == (Kind.CHANGED, 2, 2)


def test_k13_1_a_clause_that_only_moved_keeps_its_words() -> None:
    three = (*TWO, "Spółdzielnia nie odpowiada za przerwy.")
    found = compared(three, (three[2], *TWO))
    assert [(one.kind, one.old, one.new) for one in found.changes] == [(Kind.MOVED, 3, 1)]
    assert found.renumbered == ((1, 2), (2, 3))


def test_k13_1_what_stands_around_the_clauses_is_compared_too() -> None:
    found = difference(document(*TWO), document(*TWO, closing="Zatwierdzono uchwałą."))
    assert [one.kind for one in found.changes] == [Kind.CLOSING]
    assert marked(found.changes[0]) == ("Zatwierdzono.", "Zatwierdzono[ uchwałą].")


def test_k13_1_nothing_of_either_text_is_left_out() -> None:
    before = ("Ala ma kota.", "Kot ma Alę, a pies nie ma nikogo.", "Koniec.")
    after = ("Kot ma Alę, a pies ma budę.", "Nowe.", "Ala ma kota.")
    found = compared(before, after)
    told = {(c.old, c.new) for c in found.changes} | set(found.renumbered)
    assert {old for old, _ in told} - {None} == {1, 2, 3}
    assert {new for _, new in told} - {None} == {1, 2, 3}
