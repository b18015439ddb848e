"""One import as its owner sees it, wherever it is on its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Response

from app.access.log import AccessLog
from app.clients.form_layout import CHOICES
from app.countries import choices
from app.duplicates.views import entries
from app.errors import Problem
from app.i18n import Message
from app.imports import store, undoing
from app.imports.exchange import to_inspection
from app.imports.forms import Chosen
from app.imports.inspection import Inspection
from app.imports.model import BROKEN_OFF, STATES, Batch, Options
from app.imports.preview import alike_of, preview_context
from app.imports.reading import ENCODINGS
from app.imports.staging import Folder, folder_of
from app.imports.undoing import Outlook
from app.imports.undoings import Undoings
from app.imports.views import (
    DELIMITER_NAMES,
    PHASES,
    STEPS,
    file_context,
    mapping_context,
    to_progress,
)
from app.imports.workers import Workers
from app.regions import Region
from app.web.context import region_of, user_of
from app.web.pages import page
from app.web.shell import locale_of
from app.web.user import WebRequest

_EARLIER = 5


@dataclass(frozen=True)
class Found:
    """`inspection` is None once the file is gone."""

    region: Region
    batch: Batch
    folder: Folder
    inspection: Inspection | None
    is_busy: bool

    @property
    def address(self) -> str:
        return f"/{self.region.code}/imports/{self.batch.id}"


def find(request: WebRequest, import_id: int) -> Found:
    """Raises NotFound for everybody else's."""
    region = region_of(request)
    batch = region.read(store.find, import_id, user_of(request).actor_id)
    folder = folder_of(request.app.state.settings.data, region.code, batch.uuid)
    is_busy = workers_of(request).attend(folder)
    if not is_busy:
        batch = region.read(store.find, import_id, user_of(request).actor_id)
    content = folder.read("inspection")
    return Found(region, batch, folder, to_inspection(content) if content else None, is_busy)


def workers_of(request: WebRequest) -> Workers:
    workers: Workers = request.app.state.imports
    return workers


async def shown(request: WebRequest, found: Found, **given: Any) -> Response[Any]:
    """The page of the step the import has come to."""
    batch = found.batch
    if found.is_busy:
        return progress_page(request, found)
    if batch.state in ("done", "cancelled") or found.inspection is None:
        return await _result(request, found)
    if batch.state in ("failed", "running"):
        return _framed(request, found, "broken", 4, error=batch.error or BROKEN_OFF)
    if batch.state == "checked":
        return preview(request, found, **given)
    return mapping(request, found)


def mapping(
    request: WebRequest, found: Found, chosen: Chosen | None = None, problems: Sequence[Problem] = ()
) -> Response[Any]:
    """What was chosen and refused is shown again with what is wrong with it."""
    assert found.inspection is not None
    options = chosen.options if chosen else found.batch.options
    wrong = [*(chosen.problems if chosen else ()), *problems]
    return _framed(
        request, found, "mapping", 2, status=422 if wrong else 200, problems=wrong, options=options,
        error=found.batch.error, countries=choices(locale_of(request)), choices=CHOICES,
        **mapping_context(found.inspection, options),
    )  # fmt: skip


def preview(
    request: WebRequest,
    found: Found,
    *,
    options: Options | None = None,
    status: int = 200,
    message: Message | None = None,
) -> Response[Any]:
    result = found.folder.read("result")
    if result is None or "alike" not in result:  # of an earlier version
        return mapping(request, found)
    there = found.region.read(entries, alike_of(result))
    tab = request.query_params.get("tab", "")
    context = preview_context(result, tab, options or found.batch.options, there)
    twins = [row.row["twin"]["id"] for row in context["rows"] if row.row["twin"]]
    alike = [row.client.id for row in context["alike_rows"] if row.client]
    if met := tuple(dict.fromkeys(each for each in (*alike, *twins) if each)):
        access: AccessLog = request.app.state.access
        access.note(found.region, user_of(request), "list", met, f"import:{found.batch.id}")
    return _framed(request, found, "preview", 3, status=status, message=message, **context)


def progress_page(request: WebRequest, found: Found) -> Response[Any]:
    """Where the import has come to; htmx gets only the part that changes."""
    context = progress_context(found)
    step = 4 if context["progress"].writes else 3
    return _framed(request, found, "progress", step, part="imports/_progress.html", **context)


def progress_context(found: Found) -> dict[str, Any]:
    progress = to_progress(found.folder.read("progress"))
    rows = progress.total or found.batch.counts.rows
    return {"progress": progress, "phase": PHASES[progress.phase], "rows": rows}


async def _result(request: WebRequest, found: Found) -> Response[Any]:
    outlook = await _outlook(request, found)
    earlier = found.region.read(store.listed, before=found.batch.id, limit=_EARLIER)
    has_refused = found.folder.refused.exists() and found.batch.state == "done"
    part = "imports/_undo.html" if outlook else ""
    return _framed(
        request, found, "result", 5, part=part, earlier=earlier, has_refused=has_refused, states=STATES,
        seconds=found.batch.seconds, outlook=outlook,
        is_undoing=_undoings(request).is_running(found.region, found.batch.operation_id),
    )  # fmt: skip


async def _outlook(request: WebRequest, found: Found) -> Outlook | None:
    """What undoing would do or has done; None where nothing was written."""
    if not found.batch.operation_id:
        return None
    outlook = await found.region.read_slow(undoing.outlook, found.batch.operation_id)
    if outlook.edited:
        access: AccessLog = request.app.state.access
        met = tuple(each.id for each in outlook.edited)
        access.note(found.region, user_of(request), "list", met, f"import:{found.batch.id}")
    return outlook


def _undoings(request: WebRequest) -> Undoings:
    undoings: Undoings = request.app.state.import_undoings
    return undoings


def _framed(
    request: WebRequest,
    found: Found,
    name: str,
    step: int,
    *,
    part: str = "",
    status: int = 200,
    **context: Any,
) -> Response[Any]:
    """Inside the frame that all steps share: stepper, and how the file is read."""
    is_open, address = found.batch.is_open and name != "progress", found.address
    links = [
        "",
        f"{address}/mapping" if is_open else "",
        address if found.batch.state == "checked" else "",
        "",
        "",
    ]
    return page(
        request, f"imports/{name}.html", part=part, module="imports", status=status, batch=found.batch,
        here=address, base=f"/{found.region.code}/imports", steps=list(zip(STEPS, links, strict=True)), step=step,
        is_open=is_open, encodings=ENCODINGS, delimiters=DELIMITER_NAMES,
        **file_context(found.inspection, found.batch.source), **context,
    )  # fmt: skip
