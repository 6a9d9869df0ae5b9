"""What the guidance keeps: its search index, and counts. None of it is about a person."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Replace

from registry.models.constraints import one_of


class SearchKind(models.TextChoices):
    """What a search can find."""

    PAGE = "page", "Page"
    MATERIAL = "material", "To print or download"
    ANSWER = "answer", "Answer"
    TERM = "term", "What a word means"
    TOOL = "tool", "Tool"


# A text search configuration of our own (migration 0016): English stems, and no word left out, as "no phone" is not
# "phone". Which words say little is found out by counting them.
SEARCH_WORDS = "registry_guidance"


def _weighted(field: str, weight: str) -> SearchVector:
    """Return the words of a field, with a letter that says where they stand: A for a title, D for a text."""
    # PostgreSQL reads "email/letter" as the name of a file, and counts "opt-out" as three words.
    words: models.expressions.Combinable = models.F(field)
    for sign in ("/", "-"):
        words = Replace(words, models.Value(sign), models.Value(" "), output_field=models.TextField())
    return SearchVector(words, weight=weight, config=SEARCH_WORDS)


class SearchEntry(models.Model):
    """One thing that a search can find: a page, a part of a page, a material. Made anew from the content each time.

    `address` is the path that a link leads to; a part of a page has the page's path, "#" and its anchor. `audience` is
    a section's name, or "everyone".
    """

    append_only = False

    address = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=8, choices=SearchKind)
    audience = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400)
    # What people type, such as "no phone": phrases in small letters, each between commas.
    keywords = models.CharField(max_length=600, blank=True)
    body = models.TextField()
    # The title and each keyword as a whole, in the form in which searches are compared.
    names = ArrayField(models.TextField(), default=list)
    # Two columns: every search reads many heads, which are short, and hardly a text.
    head_words = models.GeneratedField(
        expression=_weighted("title", "A") + _weighted("keywords", "B") + _weighted("summary", "C"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    body_words = models.GeneratedField(
        expression=_weighted("body", "D"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        constraints = [one_of("kind", SearchKind, "search_entry_kind_is_known")]
        # The index is made seldom and read often: nothing is left to be sorted in later.
        indexes = [
            GinIndex(fields=["head_words"], name="search_entry_head", fastupdate=False),
            GinIndex(fields=["body_words"], name="search_entry_body", fastupdate=False),
        ]


class SearchIndex(models.Model):
    """Which release's content the search index holds: one row, or none before the first time."""

    append_only = False

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="search_index_is_one")]


class SearchTally(models.Model):
    """How often the same words were searched for in a month. The words themselves stay empty until many have used them.

    `key` is an HMAC of the words, so that what a single person typed, perhaps a name, is not kept.
    """

    append_only = False

    month = models.DateField()
    key = models.BinaryField(max_length=32)
    words = models.CharField(max_length=80, blank=True)
    count = models.PositiveIntegerField(default=0)
    without_result = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "key"], name="search_tally_one_per_month"),
            models.CheckConstraint(
                condition=models.Q(without_result__lte=models.F("count")), name="search_tally_parts_fit"
            ),
        ]


class Usefulness(models.TextChoices):
    """What a reader can say of a page."""

    USEFUL = "yes", "Yes"
    NOT_USEFUL = "no", "No"
    NO_ANSWER = "no_answer", "It does not answer my question"
    HARD_TO_READ = "hard", "It is hard to understand"
    WRONG = "wrong", "Something is wrong or out of date"


class PageOpinion(models.Model):
    """How many readers said the same of a page on one day. Who they were is never known."""

    append_only = False

    page = models.CharField(max_length=120)
    said_on = models.DateField()
    opinion = models.CharField(max_length=10, choices=Usefulness)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "said_on", "opinion"], name="page_opinion_one_per_day"),
            one_of("opinion", Usefulness, "page_opinion_is_known"),
        ]
