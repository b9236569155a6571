"""The picture of a code to scan."""

import zxingcpp


def qr_svg(text: str) -> str:
    """Return a text as the picture of a QR code, with the quiet zone that scanners need."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return str(code.to_svg(add_quiet_zones=True))
