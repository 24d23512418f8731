"""What templates see: frozen and complete, one view for each template."""

from sitegen.views.finding import (
    BarView,
    GroupView,
    HomeView,
    IndexView,
    ListView,
    NotesView,
    NotFoundView,
    RankView,
    RedirectView,
    SaidView,
)
from sitegen.views.machines import FeedEntry, FeedView, SitemapView
from sitegen.views.parts import CardView, EntryView, FactView, Frame, Link, NotesOfArticle, NoteView, SourceView, When
from sitegen.views.reading import (
    ArticleView,
    BlockView,
    DefinitionView,
    GlossaryView,
    HeadingView,
    LetterView,
    MentionsView,
    PlaceView,
    RelationView,
    TermView,
)

View = (
    ArticleView | TermView | GlossaryView | ListView | IndexView | HomeView | NotesView
    | NotFoundView | FeedView | SitemapView | RedirectView
)  # fmt: skip

__all__ = [
    "ArticleView",
    "BarView",
    "BlockView",
    "CardView",
    "DefinitionView",
    "EntryView",
    "FactView",
    "FeedEntry",
    "FeedView",
    "Frame",
    "GlossaryView",
    "GroupView",
    "HeadingView",
    "HomeView",
    "IndexView",
    "LetterView",
    "Link",
    "ListView",
    "MentionsView",
    "NotFoundView",
    "NoteView",
    "NotesOfArticle",
    "NotesView",
    "PlaceView",
    "RankView",
    "RedirectView",
    "RelationView",
    "SaidView",
    "SitemapView",
    "SourceView",
    "TermView",
    "View",
    "When",
]
