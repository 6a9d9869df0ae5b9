"""HTML as a list of what matters in it, so that two pieces of it can be compared or searched."""

from html.parser import HTMLParser


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        given["class"] = frozenset((given.pop("class", "") or "").split())
        self.seen.append((tag, given))

    def handle_endtag(self, tag):
        self.seen.append(("/" + tag, {}))

    def handle_data(self, data):
        words = " ".join(data.split())
        if words:
            self.seen.append((words, {}))


def outline(html):
    """List tags, attributes (classes as a set) and words, in order; white space and attribute order are gone."""
    reader = Reader()
    reader.feed(str(html))
    reader.close()
    return reader.seen


def elements(html, tag):
    """List the attributes of every element of one kind."""
    return [attrs for name, attrs in outline(html) if name == tag]


def by_id(html, wanted):
    """Give the attributes of the one element with this id."""
    (found,) = [attrs for _, attrs in outline(html) if attrs.get("id") == wanted]
    return found


def text_of(html, wanted):
    """Give the words inside the element with this id."""
    seen = outline(html)
    start = next(index for index, (_, attrs) in enumerate(seen) if attrs.get("id") == wanted)
    tag, depth, words = seen[start][0], 0, []
    for name, attrs in seen[start:]:
        depth += (name == tag) - (name == "/" + tag)
        if depth == 0:
            return " ".join(words)
        if not attrs and not name.startswith("/"):
            words.append(name)
    raise AssertionError(f"{wanted} never ends")
