"""A content folder of a test's own."""

from pathlib import Path
from typing import Any

FRONT = {
    "title": '"One"',
    "summary": '"What it is."',
    "order": "1",
    "reviewed_on": "2026-11-01",
    "next_review_on": "2027-11-01",
    "owner": '"Guidance team"',
    "related": "[]",
    "keywords": '["word"]',
}


class Content:
    """Writes pages into a folder that the guidance then reads instead of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "content" / "guidance"
        self.folder.mkdir(parents=True)

    def page(self, address: str, words: str = "Words here.", **front: str) -> Path:
        file = self.folder / f"{address}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        title = f'"{address.replace("/", " ")}"'
        fields = "\n".join(f"{name} = {value}" for name, value in (FRONT | {"title": title} | front).items() if value)
        file.write_text(f"+++\n{fields}\n+++\n\n{words}\n")
        return file

    def write(self, name: str, words: str) -> None:
        (self.folder / name).write_text(words)


def content_in(folder: Path, settings: Any) -> Content:
    """Point the guidance at an empty folder; what it has already read of its own stays as it is."""
    settings.BASE_DIR = folder
    return Content(folder)
