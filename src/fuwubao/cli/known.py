"""A filter names something that is there, or it is refused with what is: never a silent empty answer."""

from __future__ import annotations

from collections.abc import Iterable

from fuwubao.domain.errors import NotFound

_MOST_NAMED = 40


class ValueUnknown(NotFound):
    """An option asks for something that is not there."""

    code = "cli.value_unknown"
    zh = "{option}：没有 {value}"
    en = "{option}: there is no {value}"
    hint_zh = "已知的：{known}"
    hint_en = "Known: {known}"


def refuse_unknown(option: str, value: str | None, known: Iterable[str]) -> None:
    """Refuse a value that is not among the known ones; an option that was not given asks for nothing.

    Raises: ValueUnknown.
    """
    if not value:
        return
    names = sorted({name for name in known if name})
    if value not in names:
        shown = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
        raise ValueUnknown(option=option, value=value, known=shown or "—", what=value)


def customer_codes() -> set[str]:
    """Return every customer that an agreement, register row or action names; for after the workspace is open."""
    from fuwubao.agreements.models import Organisation
    from fuwubao.improvement.models import Action, Nonconformity
    from fuwubao.reports.models import RegisterRow

    return {*Organisation.objects.values_list("code", flat=True)} | {
        *RegisterRow.objects.values_list("customer_code", flat=True),
        *Action.objects.values_list("customer_code", flat=True),
        *Nonconformity.objects.values_list("customer_code", flat=True),
    }
