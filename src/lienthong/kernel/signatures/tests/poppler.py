"""What poppler says of a signed file; it is not ours, so it tells whether others accept what we sign."""

import subprocess
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from lienthong.kernel.signatures import authority


def pdfsig(pdf: bytes, folder: Path) -> str:
    """Ask `pdfsig`, with our root as the only trusted authority."""
    store, root = folder / "nss", folder / "root.crt"
    if not (store / "cert9.db").exists():
        store.mkdir(exist_ok=True)
        root.write_bytes(authority.load(authority.root_file())[1].public_bytes(Encoding.PEM))
        made = ["certutil", "-d", f"sql:{store}"]
        subprocess.run([*made, "-N", "--empty-password"], check=True, capture_output=True)
        subprocess.run([*made, "-A", "-n", "root", "-t", "CT,C,C", "-i", str(root)], check=True, capture_output=True)
    file = folder / "checked.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdfsig", "-nssdir", f"sql:{store}", str(file)], capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace")


def accepts(pdf: bytes, folder: Path, *, signatures: int) -> bool:
    """Tell whether `pdfsig` finds so many signatures, all valid and trusted, the last over the file to its end."""
    parts = pdfsig(pdf, folder).split("Signature #")[1:]
    good = all("Signature is Valid" in part and "Certificate is Trusted" in part for part in parts)
    return len(parts) == signatures and good and "- Total document signed" in parts[-1]
