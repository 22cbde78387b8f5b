"""Every refusal has a stable code, words in two languages and a way to mend it.

    FuwubaoError
    ├── Refused      409  a rule says no
    ├── NotAllowed   403  this person may not
    ├── NotFound     404
    ├── BadInput     422  has ``where``: file, row, column, value
    └── Unreachable  503  something outside does not answer

Leaves live in the room that raises them. Facts are keyword arguments; they fill the texts and travel
to machines unchanged. A fact that is itself a text in two languages is given as ``Words``.
"""

from __future__ import annotations

from typing import ClassVar

from fuwubao.domain.words import Words


class FuwubaoError(Exception):
    """Root of all refusals. Subclasses state ``code``, ``zh``, ``en`` and both hints as class attributes."""

    code: ClassVar[str] = "fuwubao.error"
    zh: ClassVar[str] = "操作未完成"
    en: ClassVar[str] = "The operation was not completed"
    hint_zh: ClassVar[str] = "请查看日志"
    hint_en: ClassVar[str] = "See the log"
    source: ClassVar[str] = ""
    http_status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1

    def __init__(self, **facts: object) -> None:
        self.facts: dict[str, object] = facts
        super().__init__(self.message("en"))

    def message(self, language: str = "zh") -> str:
        """Say what was refused and where, in ``zh`` or ``en``."""
        return (self.zh if language == "zh" else self.en).format_map(_facts_in(language, self.facts))

    def hint(self, language: str = "zh") -> str:
        """Say what to do next, in ``zh`` or ``en``."""
        return (self.hint_zh if language == "zh" else self.hint_en).format_map(_facts_in(language, self.facts))


class _Facts(dict[str, object]):
    """Facts for a text; a missing one shows its own name instead of raising a second error."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _facts_in(language: str, facts: dict[str, object]) -> _Facts:
    """The facts of an error with every pair of texts said in the language."""
    said = {name: fact.say(language) if isinstance(fact, Words) else fact for name, fact in facts.items()}
    return _Facts(said)


class Refused(FuwubaoError):
    """A rule says no; the state of the thing does not permit the act."""

    code = "fuwubao.refused"
    http_status = 409


class NotAllowed(FuwubaoError):
    """This person may not do this."""

    code = "fuwubao.not_allowed"
    zh = "没有权限：{act}"
    en = "Not permitted: {act}"
    hint_zh = "请由具备相应角色或有效委派的人员办理"
    hint_en = "Ask a person who holds the role or a valid delegation"
    http_status = 403


class NotFound(FuwubaoError):
    """The named thing does not exist, or not for this reader."""

    code = "fuwubao.not_found"
    zh = "找不到：{what}"
    en = "Not found: {what}"
    hint_zh = "请核对编号"
    hint_en = "Check the number"
    http_status = 404


class BadInput(FuwubaoError):
    """What was given cannot be read. Facts hold ``where`` (file, row, column, value) as far as known."""

    code = "fuwubao.bad_input"
    zh = "{where}：{why}"
    en = "{where}: {why}"
    hint_zh = "请按提示修改后重试"
    hint_en = "Correct it as told and try again"
    http_status = 422


class Unreachable(FuwubaoError):
    """Something outside this process does not answer."""

    code = "fuwubao.unreachable"
    zh = "无法连接：{what}"
    en = "Cannot reach: {what}"
    hint_zh = "运行 fuwubao doctor 查看原因"
    hint_en = "Run fuwubao doctor to see why"
    http_status = 503
    exit_code = 3
