"""One export as its owner sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Response

from app.exports import store
from app.exports.formats import FORMATS, Format
from app.exports.model import STATES, Export, Wanted
from app.exports.staging import folder_of
from app.exports.subjects import SUBJECTS
from app.exports.views import PHASES, filters, to_progress
from app.exports.workers import Workers
from app.jobs.messages import ENDED_FROM_OUTSIDE
from app.jobs.staging import Folder
from app.regions import Region
from app.web.context import region_of, user_of
from app.web.pages import page
from app.web.shell import locale_of
from app.web.user import WebRequest


@dataclass(frozen=True)
class Found:
    region: Region
    export: Export
    folder: Folder
    is_busy: bool

    @property
    def address(self) -> str:
        return f"/{self.region.code}/exports/{self.export.id}"

    @property
    def format(self) -> Format:
        return FORMATS[self.export.format]

    @property
    def has_file(self) -> bool:
        return self.export.state == "done" and self.folder.file.exists()


def find(request: WebRequest, export_id: int) -> Found:
    """Raises NotFound for everybody else's."""
    region = region_of(request)
    export = region.read(store.find, export_id, user_of(request).actor_id)
    folder = folder_of(request.app.state.settings.data, region.code, export.uuid)
    is_busy = workers_of(request).attend(folder)
    if not is_busy:
        export = region.read(store.find, export_id, user_of(request).actor_id)
    return Found(region, export, folder, is_busy)


def workers_of(request: WebRequest) -> Workers:
    workers: Workers = request.app.state.exports
    return workers


def shown(request: WebRequest, found: Found) -> Response[Any]:
    if found.is_busy:
        return progress_page(request, found)
    size = found.folder.file.stat().st_size if found.has_file else 0
    return _framed(
        request, found, "show", states=STATES, size=size, has_file=found.has_file,
        error=found.export.error or ENDED_FROM_OUTSIDE,
    )  # fmt: skip


def progress_page(request: WebRequest, found: Found) -> Response[Any]:
    """How far the export is; htmx gets only the part that changes."""
    return _framed(request, found, "progress", part="exports/_progress.html", **progress_context(found))


def progress_context(found: Found) -> dict[str, Any]:
    progress = to_progress(found.folder.read("progress"))
    return {
        "progress": progress,
        "phase": PHASES[progress.phase],
        "rows": progress.total or found.export.total,
    }


def _address(export: Export) -> str:
    """Where a person sees what went out; of chosen rows their list."""
    if export.scope != "list":
        return export.subject
    wanted = Wanted(export.format, "", query=export.query, subject=export.subject)
    return SUBJECTS[export.subject].address(wanted)


def _framed(request: WebRequest, found: Found, name: str, *, part: str = "", **context: Any) -> Response[Any]:
    return page(
        request, f"exports/{name}.html", part=part, module="exports", export=found.export, format=found.format,
        here=found.address, base=f"/{found.region.code}/exports",
        filters=filters(found.export.subject, found.export.query, locale_of(request)),
        shown=f"/{found.region.code}/{_address(found.export)}",
        counted=SUBJECTS[found.export.subject].counted(found.export.total),
        **context,
    )  # fmt: skip
