"""The table that the benchmark prints."""

from bench.compare import machine, median, table
from bench.measure import Cost
from bench.peers import Generator
from bench.peers.ours import ours
from bench.scenarios import Row

PEER = Generator("Peer", "2", True, ours().site)
SLOW = Generator("Slow", "3", False, ours().site)


def test_medians_are_of_each_figure():
    assert median([Cost(1, 9, 5), Cost(3, 7, 4), Cost(2, 8, 6)]) == Cost(2, 8, 5)


def test_ratios_are_to_the_fastest_peer_and_to_its_memory():
    us = ours()
    cold = Row("cold", {us.name: [Cost(1, 2, 100)], "Peer": [Cost(4, 7, 1000)], "Slow": [Cost(8, 8, 50)]})
    linked = Row("linked", {us.name: [Cost(3, 2, 100)], "Peer": [Cost(6, 7, 400)]})
    head, rule, *lines = table([cold, linked], [us, PEER, SLOW]).splitlines()
    assert "Peer 2 | Slow 3" in head
    assert rule.count("|") == head.count("|")
    assert lines == [
        "| cold | 1.00 (2.00), 100 | 4.00 (7.00), 1,000 | 8.00 (8.00), 50 | 0.25, 0.10 |",
        "| linked | 3.00 (2.00), 100 | 6.00 (7.00), 400 | – | 0.50, 0.25 |",
    ]


def test_without_peers_there_is_no_ratio():
    us = ours()
    assert table([Row("cold", {us.name: [Cost(1, 2, 100)]})], [us]).endswith("| 1.00 (2.00), 100 | – |")


def test_the_machine_is_told():
    assert "cores" in machine()
