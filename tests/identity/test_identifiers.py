from itertools import pairwise

from tests.identity.office import Office


async def test_k05_7_identifiers_are_random_digits(office: Office) -> None:
    identifiers = [(await office.issue(await office.add_person())).identifier for _ in range(30)]
    assert len(set(identifiers)) == 30
    assert all(len(i) == 6 and i.isdigit() and i[0] != "0" for i in identifiers)
    steps = {int(b) - int(a) for a, b in pairwise(identifiers)}
    assert len(steps) > 25  # neither counted up nor computed from the person's number
