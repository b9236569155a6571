"""Reads the codes printed on a paper as a telephone does: from its picture, not from its data."""

import io
import subprocess

import zxingcpp
from PIL import Image

DOTS_PER_INCH = 150


def codes_on(pdf: bytes) -> list[str]:
    """Return what the QR codes on the first page say, in the order in which they are found."""
    command = ["pdftoppm", "-gray", "-r", str(DOTS_PER_INCH), "-f", "1", "-l", "1", "-"]
    picture = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    _kind, size, _depth, dots = picture.split(b"\n", 3)
    width, height = (int(figure) for figure in size.split())
    page = memoryview(dots).cast("B", shape=[height, width])
    return [found.text for found in zxingcpp.read_barcodes(page, zxingcpp.BarcodeFormat.QRCode)]


def codes_in(picture: bytes) -> list[str]:
    """Return what the QR codes of a screenshot say."""
    with Image.open(io.BytesIO(picture)) as shown:
        return [found.text for found in zxingcpp.read_barcodes(shown.convert("L"), zxingcpp.BarcodeFormat.QRCode)]
