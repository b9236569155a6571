"""Reading XML that strangers wrote: no entities, no DTD, no network, bounded size."""

from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from ..contracts import Problem

MAX_BYTES = 2 * 1024 * 1024
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
LT = "https://lienthong.vn/bpmn"
PARSER_OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_pis": True,
    "remove_comments": True,
}


class XmlRefused(Exception):
    """The text is not XML that we read; carries the problem."""

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep the reason."""
        super().__init__(code)
        self.problem = Problem("xml", code, detail)


def read_xml(text: str) -> Any:
    """Parse XML safely and return its root element.

    :raises XmlRefused: larger than 2 MB, with a document type (XXE, "billion laughs"), or not well-formed
    """
    data = text.strip().encode()
    if len(data) > MAX_BYTES:
        raise XmlRefused("too_large")
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise XmlRefused("document_type")
    # A declared encoding other than ours would contradict the text we were given.
    if data.startswith(b"<?xml"):
        data = data[data.index(b"?>") + 2 :] if b"?>" in data else data
    try:
        root = etree.fromstring(data, etree.XMLParser(**PARSER_OPTIONS))
    except etree.XMLSyntaxError as error:
        raise XmlRefused("not_well_formed", str(error.msg)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlRefused("document_type")
    return root


def write_xml(root: Any) -> str:
    """Return the XML of an element as text with a declaration."""
    body: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return body.decode()


def new_element(parent: Any, namespace: str, name: str, /, **attributes: str) -> Any:
    """Add a child element."""
    return etree.SubElement(parent, f"{{{namespace}}}{name}", attributes)


def local_name(element: Any) -> tuple[str, str]:
    """Return the namespace and the local name of an element."""
    name = etree.QName(element)
    return name.namespace or "", name.localname
