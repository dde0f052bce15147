"""What a member fills into a modal or picks in a menu, as the data of the submission."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sandbox.model import Guild, Json, User
from sandbox.resolved import ATTACHMENT, KIND_OF_SELECT, Resolved
from sandbox.seen import ACTION_ROW, LABEL, DriverError, SeenModal

if TYPE_CHECKING:
    from sandbox.server import LocalDiscord

TEXT_INPUT, STRING_SELECT, TEXT_DISPLAY, FILE_UPLOAD = 4, 3, 10, 19
RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 21, 22, 23


def select_data(local: "LocalDiscord", guild: Guild | None, user: User, select: Json, values: object) -> Json:
    """The data of a press on a menu in a message."""
    resolved = Resolved(local, guild, user)
    if select.get("disabled"):
        raise DriverError(f"the menu {_name(select)!r} is disabled")
    picked = _pick(
        select, values, resolved, _number(select, "min_values", 1), _number(select, "max_values", 1)
    )
    data: Json = {
        "custom_id": select["custom_id"],
        "component_type": select["type"],
        "id": select["id"],
        "values": picked,
    }
    if select["type"] != STRING_SELECT:
        data["resolved"] = resolved.data
    return data


def modal_data(
    local: "LocalDiscord", guild: Guild | None, user: User, modal: SeenModal, values: Mapping[str, object]
) -> Json:
    """The data of a submission. `values` by label or custom_id; what is not named keeps its preset."""
    form = _Form(Resolved(local, guild, user), values)
    components = [form.top(c) for c in modal.components]
    form.require_all_used(modal)
    data: Json = {"custom_id": modal.custom_id, "components": components}
    if form.resolved.data:
        data["resolved"] = form.resolved.data
    return data


def _name(component: Json) -> str:
    return str(component.get("placeholder") or component.get("label") or component["custom_id"])


class _Form:
    def __init__(self, resolved: Resolved, values: Mapping[str, object]) -> None:
        self.resolved = resolved
        self._values = values
        self._used: set[str] = set()

    def require_all_used(self, modal: SeenModal) -> None:
        unknown = [v for v in self._values if v not in self._used]
        if unknown:
            raise DriverError(f"the modal has no {unknown[0]!r}; it has {', '.join(modal.fields())}")

    def top(self, component: Json) -> Json:
        base = {"type": component["type"], "id": component["id"]}
        if component["type"] == LABEL:
            return base | {"component": self._input(component["component"], component["label"])}
        if component["type"] == ACTION_ROW:
            inner = [self._input(c, str(c.get("label") or "")) for c in component["components"]]
            return base | {"components": inner}
        return base

    def _given(self, component: Json, label: str) -> tuple[bool, object]:
        for name in (component["custom_id"], label):
            if name in self._values:
                self._used.add(name)
                return True, self._values[name]
        return False, None

    def _input(self, component: Json, label: str) -> Json:
        given, value = self._given(component, label)
        kind = component["type"]
        base: Json = {"type": kind, "id": component["id"], "custom_id": component["custom_id"]}
        required = component.get("required", True)
        if kind == TEXT_INPUT:
            return base | {
                "value": _text(component, label, value if given else component.get("value"), required)
            }
        if kind == CHECKBOX:
            checked = value if given else component.get("default", False)
            if not isinstance(checked, bool):
                raise DriverError(f"{label!r} takes True or False, not {value!r}")
            return base | {"value": checked}
        presets = [o["value"] for o in component.get("options") or [] if o.get("default")]
        wanted = value if given else presets
        if kind == RADIO_GROUP:
            picked = _pick(component, wanted, self.resolved, 1 if required else 0, 1, label)
            return base | {"value": picked[0] if picked else None}
        most = len(component["options"]) if kind == CHECKBOX_GROUP else 1
        low = _number(component, "min_values", 1) if required else 0
        high = _number(component, "max_values", most)
        return base | {"values": _pick(component, wanted, self.resolved, low, high, label)}


def _number(component: Json, key: str, default: int) -> int:
    """A number that may be missing or null."""
    value = component.get(key)
    return default if value is None else int(value)


def _text(component: Json, label: str, value: object, required: bool) -> str:
    text = "" if value is None else value
    if not isinstance(text, str):
        raise DriverError(f"{label!r} takes text, not {value!r}")
    if not text and not required:
        return text
    low = max(component.get("min_length") or 0, 1 if required else 0)
    high = component.get("max_length") or 4000
    if not low <= len(text) <= high:
        raise DriverError(f"{label!r} takes {low} to {high} characters, not {len(text)}")
    return text


def _pick(
    component: Json, values: object, resolved: Resolved, low: int, high: int, label: str = ""
) -> list[str]:
    """The chosen values. Options are named by label or value; other menus take the things or their ids."""
    label = label or _name(component)
    one = values is None or isinstance(values, str) or not isinstance(values, Iterable)
    wanted = ([] if values is None else [values]) if one else list(values)  # type: ignore[call-overload]
    if not low <= len(wanted) <= high:
        raise DriverError(f"{label!r} takes {low} to {high} values, not {len(wanted)}")
    kind = component["type"]
    if kind in KIND_OF_SELECT:
        return [resolved.add(KIND_OF_SELECT[kind], v) for v in wanted]
    if kind == FILE_UPLOAD:
        return [resolved.add(ATTACHMENT, v) for v in wanted]
    return [_option_value(component, v, label) for v in wanted]


def _option_value(component: Json, wanted: object, label: str) -> str:
    options: list[Json] = component.get("options") or []
    for option in options:
        if wanted in (option["value"], option["label"]):
            return str(option["value"])
    raise DriverError(f"{label!r} offers {', '.join(o['label'] for o in options)}, not {wanted!r}")
