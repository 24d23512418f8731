"""A scenario is built from end to end, and unequal work stops it."""

import msgspec
import pytest

from bench.counting import UnequalError, Work
from bench.peers.ours import ours
from bench.scenarios import Made, check, measured, scenarios

WORK = Work(articles=9, lists=9, listed=9, entries=9, located=9, links=900, terms=9, backlinks=900)
MADE = Made(WORK, {"a term added": 100})


def test_all_steps_are_measured_in_each_run(tmp_path):
    scenario = scenarios(5, 10)["t2"]
    said = []
    rows = measured(scenario, [ours()], tmp_path, 2, said.append)
    assert [row.step for row in rows] == [step.name for step in scenario.steps]
    costs = [row.costs["sitegen"] for row in rows]
    assert all(len(runs) == 2 for runs in costs)
    assert all(spent.wall > 0 and spent.cpu > 0 and spent.memory > 10 for runs in costs for spent in runs)
    assert len(said) == 2 * len(rows)


def test_a_cold_build_finds_nothing_of_the_run_before(tmp_path):
    scenario = scenarios(3, 5)["t1"]
    measured(scenario, [ours()], tmp_path, 2, lambda _: None)
    assert {path.name for path in tmp_path.iterdir()} == {"markdown", "old", "log"}
    assert len(list((tmp_path / "old").iterdir())) == 2


def test_the_same_work_passes():
    check({"sitegen": MADE, "Other": msgspec.structs.replace(MADE, shown={"a term added": 98})})


@pytest.mark.parametrize(
    "made",
    [Made(WORK, {"a term added": 90}), Made(msgspec.structs.replace(WORK, articles=8), MADE.shown)],
    ids=["an edit that is not shown", "an article less"],
)
def test_unequal_work_is_an_error(made):
    with pytest.raises(UnequalError, match="Other"):
        check({"sitegen": MADE, "Other": made})


def test_an_edit_that_nobody_shows_is_an_error():
    nothing = Made(WORK, {"a term added": 0})
    with pytest.raises(UnequalError, match="sitegen does not show it"):
        check({"sitegen": nothing, "Other": nothing})
