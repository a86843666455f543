"""Some mutants of every family, in every run of the tests.

The whole attack is ``python -m tests.benchmarks.attack``.
"""

import pytest

from tests.attack.children import is_possible

pytestmark = [
    pytest.mark.skipif(not is_possible(), reason="forks children, as Linux can"),
    pytest.mark.timeout(600),
]
MUTANTS = 5


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Attack once, with the two kinds of servers, and return what happened."""
    from tests.attack.families import FAMILIES
    from tests.attack.running import Attack

    counts = {name: MUTANTS for name, each in FAMILIES.items() if each.is_mutation}
    attack = Attack(tmp_path_factory.mktemp("attack"), jobs=2)
    return list(attack.run(counts))


def family_names():
    if not is_possible():
        return []
    from tests.attack.families import FAMILIES

    return [name for name, each in FAMILIES.items() if each.is_mutation]


@pytest.mark.parametrize("name", family_names())
def test_mutants_are_refused_or_open_and_are_read_to_the_end(outcomes, name):
    tried = [each for each in outcomes if each.family == name]
    assert len(tried) == MUTANTS
    bad = [
        f"{each.number} ({each.kind}): {', '.join(each.faults)}: {each.message}"
        for each in tried
        if each.faults
    ]
    assert not bad, "\n".join(bad)
