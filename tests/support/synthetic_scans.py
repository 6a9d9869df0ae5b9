"""Pages as a scanner sees them: written on, askew, speckled, black and white."""

from io import BytesIO
from random import Random

import pypdfium2
from PIL import Image, ImageChops
from PIL.ImageDraw import Draw

DOTS_PER_INCH = 150


def pictures(pdf, first=None):
    """Every page of a PDF, or the first ones, as grey pictures at 150 dots per inch."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return [page.render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil() for page in list(document)[:first]]


def filled_in(picture, seed):
    """A page with scribbles over all but the strip at its head, where there is nothing to fill in."""
    random = Random(seed)
    written = picture.copy()
    pen = Draw(written)
    for _ in range(60):
        x, y = random.randrange(100, written.width - 300), random.randrange(230, written.height - 60)
        points = [(x + step * 12, y + random.randrange(-14, 14)) for step in range(14)]
        pen.line(points, fill=random.randrange(20, 90), width=3, joint="curve")
    return written


def scanned(picture, *, angle, seed, specks=4):
    """The page turned by some degrees on the glass, black and white; `specks` of 256 dots are the wrong way round."""
    turned = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    noise = Image.frombytes("L", turned.size, Random(seed).randbytes(turned.width * turned.height))
    wrong = noise.point(lambda grey: 255 if grey < specks else 0).convert("1", dither=Image.Dither.NONE)
    black_and_white = turned.point(lambda grey: 255 if grey > 150 else 0).convert("1", dither=Image.Dither.NONE)
    return ImageChops.logical_xor(black_and_white, wrong)
