"""Codes that a camera reads."""

import re

import zxingcpp

_SIZE = re.compile(r'<svg width="(\d+)" height="(\d+)"')


def qr_svg(text: str, *, quiet_zone: bool = False) -> str:
    """Return a text as the picture of a QR code, an `svg` element that is as large as the place it is put into.

    :param quiet_zone: leave the margin that scanners need, where the page around it does not
    """
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    drawn = str(code.to_svg(add_quiet_zones=quiet_zone))
    return _SIZE.sub(r'<svg viewBox="0 0 \1 \2"', drawn[drawn.index("<svg") :], count=1)
