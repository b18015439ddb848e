"""Mass actions in words, with the number of clients in them."""

from __future__ import annotations

from collections.abc import Mapping

from app.clients.model import STATUSES
from app.i18n import N_, Message, counted
from app.mass.model import Action, action_of
from app.undo.model import Operation

_OTHERS: Mapping[str, str] = {"import": N_("Import {number}"), "merge": N_("Merge")}


def told(action: Action, n: int) -> Message:
    """What a button says that does it, and what the list of operations calls it."""
    name = Message(STATUSES[action.value]) if action.key == "status" else action.value
    if action.tag:
        return _OF_A_TAG[action.key](n, name, action.tag)
    return _TEXTS[action.key](n, name)


def title(operation: Operation) -> Message:
    """Any operation in a few words."""
    detail = operation.detail
    if operation.kind == "mass":
        return told(action_of(operation), operation.clients or detail["total"])
    return Message(_OTHERS[operation.kind], {"number": detail.get("import", "")})


def _status(n: int, name: object) -> Message:
    return counted("Set {n} client to “{name}”", "Set {n} clients to “{name}”", n, name=name)


def _archive(n: int, _: object) -> Message:
    return counted("Archive {n} client", "Archive {n} clients", n)


def _tag(n: int, name: object) -> Message:
    return counted("Add #{name} to {n} client", "Add #{name} to {n} clients", n, name=name)


def _untag(n: int, name: object) -> Message:
    return counted("Remove #{name} from {n} client", "Remove #{name} from {n} clients", n, name=name)


def _group(n: int, name: object) -> Message:
    return counted("Add {n} client to “{name}”", "Add {n} clients to “{name}”", n, name=name)


def _ungroup(n: int, name: object) -> Message:
    return counted("Take {n} client out of “{name}”", "Take {n} clients out of “{name}”", n, name=name)


def _rename(n: int, name: object, tag: str) -> Message:
    return counted(
        "Rename #{tag} to #{name} for {n} client",
        "Rename #{tag} to #{name} for {n} clients",
        n,
        tag=tag,
        name=name,
    )


def _merge(n: int, name: object, tag: str) -> Message:
    return counted(
        "Merge #{tag} into #{name} for {n} client",
        "Merge #{tag} into #{name} for {n} clients",
        n,
        tag=tag,
        name=name,
    )


def _remove(n: int, _: object, tag: str) -> Message:
    return counted(
        "Remove the tag #{tag} from {n} client", "Remove the tag #{tag} from {n} clients", n, tag=tag
    )


def _dissolve(n: int, name: object) -> Message:
    return counted(
        "Remove the group “{name}” from {n} client",
        "Remove the group “{name}” from {n} clients",
        n,
        name=name,
    )


_TEXTS = {
    "status": _status, "archive": _archive, "tag": _tag, "untag": _untag, "group": _group, "ungroup": _ungroup,
    "dissolve": _dissolve,
}  # fmt: skip
_OF_A_TAG = {"rename": _rename, "merge": _merge, "remove": _remove}
