"""Codes that a camera reads."""

import zxingcpp


def qr_svg(text: str, *, quiet_zone: bool = False) -> str:
    """Return a text as the picture of a QR code.

    :param quiet_zone: leave the margin that scanners need, where the page around it does not
    """
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return str(code.to_svg(add_quiet_zones=quiet_zone))
