"""Work for an executor comes back in order, and not all of it is under way at once."""

from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from sitegen.build.executing import UNDER_WAY, batched, in_order


@pytest.mark.parametrize(
    ("count", "expected"), [(0, []), (2, [(0, 1)]), (4, [(0, 1, 2), (3,)]), (6, [(0, 1, 2), (3, 4, 5)])]
)
def test_batches(count, expected):
    assert list(batched(range(count), 3)) == expected


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_results_are_in_the_order_of_the_calls(kind):
    with kind(3) as executor:
        assert list(in_order(executor, pow, ((n, 2) for n in range(100)))) == [n * n for n in range(100)]


class Lazy(ThreadPoolExecutor):
    """An executor that says how much was asked of it and does nothing by itself."""

    def __init__(self):
        super().__init__(1)
        self.futures = []

    def submit(self, work, *args):
        self.futures.append(Future())
        return self.futures[-1]


def test_no_more_is_under_way_than_is_of_use_and_what_is_left_is_cancelled():
    executor = Lazy()
    results = in_order(executor, pow, ((n, 2) for n in range(1000)))
    with ThreadPoolExecutor(1) as other:
        first = other.submit(next, results)
        while len(executor.futures) < UNDER_WAY:
            pass
        executor.futures[0].set_result("first")
        assert first.result() == "first"
    assert len(executor.futures) == UNDER_WAY
    results.close()
    assert all(future.cancelled() for future in executor.futures[1:])


def test_a_failure_reaches_whoever_asked():
    with ThreadPoolExecutor(2) as executor, pytest.raises(ZeroDivisionError):
        list(in_order(executor, divmod, [(1, 1), (1, 0)]))
