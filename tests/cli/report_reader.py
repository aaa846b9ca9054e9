"""Reads the page of `certlite report expiries` back: its elements, and what each section tells."""
import html.parser

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Node:
    """An element of a page."""

    def __init__(self, tag, attributes):
        self.tag, self.attributes, self.children = tag, dict(attributes), []

    def all(self, tag, **attributes):
        found = []
        for child in self.children:
            if not isinstance(child, Node):
                continue
            if child.tag == tag and attributes.items() <= child.attributes.items():
                found.append(child)
            found += child.all(tag, **attributes)
        return found

    def text(self):
        return "".join(child.text() if isinstance(child, Node) else child for child in self.children)


class Page(html.parser.HTMLParser):
    """Reads a page strictly: every element that is opened is closed, in order."""

    def __init__(self, text):
        super().__init__()
        self.root = Node("page", {})
        self.open = [self.root]
        self.feed(text)
        self.close()
        assert self.open == [self.root], self.open[-1].tag

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), f"an attribute stands twice: {attrs}"
        node = Node(tag, attrs)
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag):
        assert self.open.pop().tag == tag, tag

    def handle_data(self, data):
        self.open[-1].children.append(data)


class Section:
    """What the part of a page about one organization tells."""

    def __init__(self, node):
        self.node = node
        self.name = node.all("h1")[0].text()
        self.about = node.all("p", **{"class": "quiet"})[0].text()
        self.tiles = {}
        for tile in node.all("dl", **{"class": "tiles"}):
            for box in tile.all("div"):
                dd = box.all("dd")[0]
                small = [one.text() for one in dd.all("small")]
                self.tiles[box.all("dt")[0].text()] = (int(dd.children[0]), *small)
        svg = node.all("svg")[0]
        self.days = {cell.attributes["data-day"]: cell for cell in svg.all("g")}
        self.figures = {day: int(cell.all("text")[0].text()) for day, cell in self.days.items()}
        rows = svg.all("text", **{"font-weight": "600"})
        labels = [text.text() for text in rows if text.attributes["x"] == "0"]
        totals = [int(text.text()) for text in rows if text.attributes.get("text-anchor") == "end"]
        self.to_come = dict(zip(labels, totals, strict=True))
        self.groups = {}
        for body in (body for table in node.all("table", **{"class": "list"}) for body in table.all("tbody")):
            head, *rows = body.all("tr")
            title, count = head.text().rsplit(": ", 1)
            self.groups[title] = [tuple(cell.text() for cell in row.children) for row in rows]
            assert int(count) == len(rows), head.text()
        self.matrix = {}
        self.qualified = {}
        for table in node.all("table", **{"class": "matrix"}):
            columns = [column.all("bdi")[0].text() for column in table.all("thead")[0].all("th")[1:]]
            for column in table.all("thead")[0].all("th")[1:]:
                self.qualified[column.all("bdi")[0].text()] = column.all("small")[0].text()
            for row in table.all("tbody")[0].all("tr"):
                cells = [(cell.all("strong")[0].text(), cell.all("bdi")[0].text()) for cell in row.all("td")]
                self.matrix.setdefault(row.all("th")[0].all("bdi")[0].text(), {}).update(zip(columns, cells))
