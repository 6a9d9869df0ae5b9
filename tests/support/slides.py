"""What a PowerPoint file says, as python-pptx and a screen reader take it."""

from io import BytesIO
from typing import Any

from pptx import Presentation


def slides(file: bytes) -> list[Any]:
    return list(Presentation(BytesIO(file)).slides)


def words_of_slides(file: bytes) -> str:
    return "\n".join(words for slide in slides(file) for words in words_of(slide))


def words_of(slide: Any) -> list[str]:
    """All text of a slide, in the order in which it is read."""
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text]


def descriptions_of(slide: Any) -> list[str]:
    """What each picture shows."""
    return [shape._element.nvPicPr.cNvPr.get("descr", "") for shape in slide.shapes if shape.shape_type == PICTURE]


def runs_of(slide: Any) -> list[Any]:
    frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame]
    return [run for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs]


PICTURE = 13
