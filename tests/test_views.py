"""What templates see: frozen, plain, and with mark-up only where it was made clean."""

import inspect

import msgspec
import pytest
from markupsafe import Markup

from sitegen import views
from tests.archive import Site
from tests.records import views_of

KINDS = [
    kind
    for _, kind in inspect.getmembers(views, inspect.isclass)
    if issubclass(kind, msgspec.Struct) and kind is not msgspec.Struct
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_views_are_frozen_and_hold_tuples_not_lists(kind):
    assert kind.__struct_config__.frozen
    for field in msgspec.structs.fields(kind):
        assert not any(word in str(field.type) for word in ("list[", "dict[", "set[", "Callable", "Any"))


def test_every_view_of_a_site_is_plain_data(tmp_path):
    site = Site(tmp_path)
    note = "\nnotes: [{id: n, kind: context, quote: GPU, body: B}]"
    site.article("one", "The GPU & more.", status="published" + note, aliases="[old]")
    shown = views_of(site)
    assert {type(view) for view in shown.values()} < set(views.View.__args__)
    for view in shown.values():
        assert msgspec.convert(msgspec.to_builtins(view), type(view)) == view


def test_mark_up_comes_from_what_was_sanitised_alone(tmp_path):
    site = Site(tmp_path)
    note = "\nnotes: [{id: n, kind: context, target: article, body: 'a *b*<script>x</script>'}]"
    site.article("one", "GPU", title="'10 000 <b>'", status="published" + note, language="fr")
    view = views_of(site)["articles/one/"]
    assert view.heading == Markup('<span class="whole">10 000</span> &lt;b&gt;')
    assert view.notes[0].html == Markup("<p>a <em>b</em></p>")
    assert view.cards[0].html == Markup("<p>A processor for pictures.</p>")
