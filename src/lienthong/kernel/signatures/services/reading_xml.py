"""Reading XML that strangers made: no document type, no entities, nothing fetched; and where signatures stand in it."""

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

DS, XADES = "http://www.w3.org/2000/09/xmldsig#", "http://uri.etsi.org/01903/v1.3.2#"
NAMES = {"ds": DS, "xades": XADES}


def ds(name: str) -> str:
    """Return the full name of an element of XML signatures."""
    return f"{{{DS}}}{name}"


def xades(name: str) -> str:
    """Return the full name of an element of XAdES."""
    return f"{{{XADES}}}{name}"


SIGNATURE = f"{{{DS}}}Signature"
C14N = "http://www.w3.org/2006/12/xml-c14n11"
XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
# What every signature covers: the document without its signatures, so that others may follow.
ALL_BUT_SIGNATURES = "not(ancestor-or-self::ds:Signature)"
COUNTERSIGNED = "http://uri.etsi.org/01903#CountersignedSignature"


def read_xml(data: bytes) -> etree._Element | None:
    """Return the root of a document, None for what is no XML or brings a document type (which may hold a bomb)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if root.getroottree().docinfo.doctype else root


def take_signatures_out(root: etree._Element) -> None:
    """Remove every signature from a document, keeping the text that follows each."""
    for signature in list(root.iter(SIGNATURE)):
        parent, before, tail = signature.getparent(), signature.getprevious(), signature.tail or ""
        if parent is None:
            continue
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        signature.tail = None
        parent.remove(signature)


def stamped_bytes(signature: etree._Element) -> bytes:
    """Return what the time stamp of a signature is over: its value, as it stands in the document."""
    value = signature.find("ds:SignatureValue", namespaces=NAMES)
    canonical: bytes = etree.tostring(value, method="c14n", exclusive=False, with_comments=False)
    return canonical
