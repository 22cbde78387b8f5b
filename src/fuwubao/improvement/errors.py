"""What the room refuses, in the reader's words."""

from __future__ import annotations

from fuwubao.domain.errors import BadInput, NotAllowed, NotFound, Refused


class ActionUnknown(NotFound):
    """No action of that number, or none that this reader may see."""

    code = "improvement.action_unknown"
    zh = "没有改进措施 {number}"
    en = "There is no improvement action {number}"
    hint_zh = "用 fuwubao action list 查看编号"
    hint_en = "See the numbers with fuwubao action list"
    source = "S6.13"


class NonconformityUnknown(NotFound):
    """No nonconformity of that number, or none that this reader may see."""

    code = "improvement.nonconformity_unknown"
    zh = "没有不符合 {number}"
    en = "There is no nonconformity {number}"
    hint_zh = "用 fuwubao nonconformity list 查看编号"
    hint_en = "See the numbers with fuwubao nonconformity list"
    source = "S1.33"


class EvidenceUnknown(NotFound):
    """No such file of that action or nonconformity."""

    code = "improvement.evidence_unknown"
    zh = "{number} 没有这份证据"
    en = "{number} has no such evidence"
    hint_zh = "从该事项的页面打开证据"
    hint_en = "Open the evidence from the page of the action or nonconformity"
    source = "S6.13"


class StepRefused(Refused):
    """The state of the thing does not permit the act."""

    code = "improvement.step_refused"
    zh = "{number} 现为“{state}”，不能{act}"
    en = "{number} is “{state}”; not possible: {act}"
    hint_zh = "此状态可办理：{possible}"
    hint_en = "Possible now: {possible}"
    source = "domain (f)"


class SomethingMissing(BadInput):
    """An act lacks what it must be given: an owner, a due day, a reason, words."""

    code = "improvement.something_missing"
    zh = "{act}还缺：{missing}"
    en = "{act} still lacks: {missing}"
    hint_zh = "补齐后重试"
    hint_en = "Fill it in and try again"
    source = "domain (d) F08, F09"


class NotTheOwner(NotAllowed):
    """What an action's owner does is done by her, or by who runs the process."""

    code = "improvement.not_the_owner"
    zh = "{number} 的责任人是 {owner}，{person} 不能代为办理"
    en = "{number} belongs to {owner}; {person} cannot act on it"
    hint_zh = "请责任人办理，或先申请转交"
    hint_en = "Ask the owner, or have it transferred first"
    source = "domain (e)"


class SameHands(NotAllowed):
    """Separation of duties: one person may not do both."""

    code = "improvement.same_hands"
    zh = "{person} 是 {number} 的{role}，不能自己{act}"
    en = "{person} is the {role} of {number} and cannot do this alone: {act}"
    hint_zh = "请由另一人办理"
    hint_en = "Another person must do it"
    source = "domain (e)"


class DueBehind(BadInput):
    """A due day that has passed already, or an extension that does not lie later."""

    code = "improvement.due_behind"
    zh = "期限 {due} 应不早于 {earliest}"
    en = "The due day {due} must not lie before {earliest}"
    hint_zh = "请给出以后的日期"
    hint_en = "Give a later day"
    source = "domain (d) F08"


class MoveOpen(Refused):
    """Another request for the same action waits for its decision."""

    code = "improvement.move_open"
    zh = "{number} 已有一份待批的延期或转交申请"
    en = "{number} has a request that is not decided yet"
    hint_zh = "先批复已有的申请"
    hint_en = "Have that one decided first"
    source = "S6.13"


class NoOpenMove(Refused):
    """There is no request to decide."""

    code = "improvement.no_open_move"
    zh = "{number} 没有待批的延期或转交申请"
    en = "{number} has no request to decide"
    hint_zh = "刷新页面查看最新状态"
    hint_en = "Reload the page to see how it stands"
    source = "S6.13"


class EffectTooEarly(Refused):
    """The period in which the effect shows has not ended."""

    code = "improvement.effect_too_early"
    zh = "{number} 的效果按 {period} 的 {measure} 判断，该期间尚未结束"
    en = "The effect of {number} is judged by {measure} of {period}, which has not ended"
    hint_zh = "期间结束、数据导入后再验证"
    hint_en = "Verify when the period has ended and its records are in"
    source = "S6.13; M5"


class EffectMissed(Refused):
    """The figure that was to move did not reach its target."""

    code = "improvement.effect_missed"
    zh = "{number} 的效果未达到：{period} 的 {measure} 为 {actual}，目标 {target}"
    en = "{number} did not have its effect: {measure} of {period} is {actual}, target {target}"
    hint_zh = "结论应为“无效”，措施退回重新制定"
    hint_en = "The conclusion is “ineffective”; the action goes back to be planned anew"
    source = "ISO/IEC 20000-1:2018 10.2"


class FigureIncomplete(BadInput):
    """A figure to move needs measure, customer, baseline period and target together."""

    code = "improvement.figure_incomplete"
    zh = "预期效果写得不全：{missing}"
    en = "The expected effect is incomplete: {missing}"
    hint_zh = "指标、客户、基线期间、目标（如 >= 95%）要一起给出，或都不填"
    hint_en = "Give measure, customer, baseline period and target (such as >= 95%) together, or none of them"
    source = "domain (d) F08"


class CorrectionsOpen(Refused):
    """A nonconformity is verified when each of its corrective actions was found effective."""

    code = "improvement.corrections_open"
    zh = "{number} 的纠正措施尚未全部验证有效：{open}"
    en = "Corrective actions of {number} are not verified effective yet: {open}"
    hint_zh = "先验证这些措施"
    hint_en = "Verify those first"
    source = "domain (f)"


class EvidenceUnusable(BadInput):
    """An empty file, one too large, or one whose kept bytes were changed."""

    code = "improvement.evidence_unusable"
    zh = "证据“{name}”不能使用：{reason}"
    en = "The evidence “{name}” cannot be used: {reason}"
    hint_zh = "换一份文件；已存的文件损坏时从备份恢复"
    hint_en = "Choose another file; restore a damaged one from a backup"
    source = "S6.13"
