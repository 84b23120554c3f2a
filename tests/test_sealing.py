import pytest

from iok_core.sealing import Seal, SealBrokenError

KEY = bytes(range(32))


def test_prv9_what_is_sealed_opens_for_its_purpose_alone() -> None:
    sealed = Seal(KEY).close("JBSWY3DPEHPK3PXP", "totp of 7")
    assert "JBSWY3DPEHPK3PXP" not in sealed
    assert Seal(KEY).open(sealed, "totp of 7") == "JBSWY3DPEHPK3PXP"
    for key, purpose in ((KEY, "totp of 8"), (bytes(32), "totp of 7")):
        with pytest.raises(SealBrokenError):
            Seal(key).open(sealed, purpose)


def test_prv9_two_seals_of_one_secret_differ() -> None:
    assert Seal(KEY).close("same", "p") != Seal(KEY).close("same", "p")


@pytest.mark.parametrize("at", range(0, 40, 3))
def test_prv9_a_seal_that_was_changed_anywhere_is_broken(at: int) -> None:
    sealed = Seal(KEY).close("JBSWY3DPEHPK3PXP", "totp of 7")
    changed = sealed[:at] + ("B" if sealed[at] != "B" else "C") + sealed[at + 1 :]
    with pytest.raises(SealBrokenError):
        Seal(KEY).open(changed, "totp of 7")


@pytest.mark.parametrize("sealed", ["", "ą", "AQ", "A", "!!!!", "\x00", "AQ" * 40])
def test_what_is_no_seal_at_all_is_told_so(sealed: str) -> None:
    with pytest.raises(SealBrokenError):
        Seal(KEY).open(sealed, "")
