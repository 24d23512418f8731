"""The way to follow work that shows nothing."""

from sitegen.progress import unseen


def test_nothing_is_shown_and_nothing_lost(capsys):
    items = [3, 1, 2]
    assert list(unseen(items, "pages")) == items
    assert list(unseen({"b": 1, "a": 2}.items(), "pages")) == [("b", 1), ("a", 2)]
    assert capsys.readouterr() == ("", "")
