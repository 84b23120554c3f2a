"""No text keeps the number of a human or of their document (K06-1). The numbers are invented."""

import pytest

from iok_core.identity.document_numbers import holds_document_number

PESELS = ("44051401359", "02070803628")
"""As the office of the register explains them: with a right check digit."""


@pytest.mark.parametrize(
    "text",
    [
        *PESELS,
        "PESEL: 44051401359.",
        "440514 01359",
        "44-05-14-01359",
        "dowód ABC 123456",
        "ABC123456",
        "abc123456",
        "ABC 123 456",
        "paszport AB 1234567",
        "ab1234567",
    ],
)
def test_k06_1_what_looks_like_a_number_of_a_human_is_found(text: str) -> None:
    assert holds_document_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "44051401358",
        "KRS 0000123456",
        "pełnomocnictwo z 2.03.2026, pismo nr 1234567",
        "tel. 71 000 01 00",
        "konto 42 9999 0000 0000 0000",
        "Lipowa 14/7",
        "",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_document_number(text)
