"""Reports as JUnit XML, which build servers read."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from assistant.rendering.safety import printable
from eval.reporting.markdown import number
from eval.reporting.report import Report


def junit(report: Report) -> str:
    """Two suites: the guarded metrics, and the cases.

    A metric that fell by more than it may is a failure; a case is one where it ended with an
    error. Cases that only got worse are told of in their output, as the gate is about means.
    """
    root = Element("testsuites", name=f"{report.new.name} {report.new.identity['engine']}")
    guarded = [row for row in report.rows if row.allowed is not None and row.change is not None]
    gate = SubElement(
        root,
        "testsuite",
        name="gate",
        tests=str(len(guarded)),
        failures=str(sum(row.fell for row in guarded)),
        errors="0",
    )
    for row in guarded:
        case = SubElement(gate, "testcase", classname="gate", name=row.metric.name)
        assert row.change is not None
        told = (
            f"{number(row.change.old, row.metric)} → {number(row.change.new, row.metric)}, "
            f"interval for the gate {row.change.guarded.low:+.3f} to "
            f"{row.change.guarded.high:+.3f}, allowed loss {row.allowed}"
        )
        if row.fell:
            SubElement(case, "failure", message=told)
        else:
            SubElement(case, "system-out").text = told
    cases = SubElement(
        root,
        "testsuite",
        name="cases",
        tests=str(len(report.cases)),
        failures="0",
        errors=str(sum(bool(case.error) for case in report.cases)),
        time=f"{sum(case.seconds for case in report.cases):.3f}",
    )
    for each in report.cases:
        case = SubElement(
            cases, "testcase", classname=each.wanted, name=each.id, time=f"{each.seconds:.3f}"
        )
        if each.error:
            SubElement(case, "error", message=printable(each.error))
        else:
            lines = [
                f"{score.metric}: {'unscored' if score.value is None else f'{score.value:.3f}'}"
                f"{f' (before {score.old:.3f})' if score.old is not None else ''} {score.reason}"
                for score in each.scores
            ]
            SubElement(case, "system-out").text = printable("\n".join([each.change, *lines]))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"
