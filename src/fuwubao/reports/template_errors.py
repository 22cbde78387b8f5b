"""What rules, templates and their changes refuse, in the reader's words."""

from __future__ import annotations

from fuwubao.domain.errors import BadInput, NotFound, Refused


class RuleUnknown(NotFound):
    """No check of that id."""

    code = "reports.rule_unknown"
    zh = "没有检查规则 {rule}"
    en = "There is no check {rule}"
    hint_zh = "用 fuwubao report rules 查看全部规则"
    hint_en = "See all of them with fuwubao report rules"
    source = "S1.25"


class RuleIsHard(Refused):
    """A hard stop can neither be let pass nor switched off."""

    code = "reports.rule_is_hard"
    zh = "“{rule}”是必改项，不能放行或停用"
    en = "The check {rule} stops a report; it cannot be released or switched off"
    hint_zh = "按提示改好；只有提醒项可以说明后放行或关闭"
    hint_en = "Mend what it found; only warnings can be released or switched off"
    source = "S1.36; M14"


class TemplateVersionUnknown(NotFound):
    """No such version of a template."""

    code = "reports.template_version_unknown"
    zh = "没有模板 {code} 第 {version} 版"
    en = "There is no version {version} of the template {code}"
    hint_zh = "用 fuwubao template list 查看模板和版本"
    hint_en = "See templates and versions with fuwubao template list"
    source = "S1.27"


class TemplateChangeUnknown(NotFound):
    """No template change of that number."""

    code = "reports.template_change_unknown"
    zh = "没有模板变更申请 {number}"
    en = "There is no template change {number}"
    hint_zh = "用 fuwubao template changes 查看申请号"
    hint_en = "See the numbers with fuwubao template changes"
    source = "S1.7"


class ChangeStepRefused(Refused):
    """The state of a change does not permit the act."""

    code = "reports.template_change_step"
    zh = "变更申请 {number} 的状态是“{state}”，不能办理这一步"
    en = "The template change {number} is {state}; this step is not open"
    hint_zh = "打开申请查看状态和下一步"
    hint_en = "Open the change to see its state and its next step"
    source = "S1.7"


class RequesterDecides(Refused):
    """The requester of a template change neither reviews nor approves it."""

    code = "reports.requester_decides"
    zh = "{person} 是变更申请 {number} 的申请人，不能自己评审或批准"
    en = "{person} requested the template change {number} and cannot review or approve it"
    hint_zh = "请服务报告流程经理或受其委派的另一人办理"
    hint_en = "Ask the report process manager or another delegate"
    source = "S1.7; domain (e)"


class ChangeUnready(Refused):
    """A change lacks what its next step needs."""

    code = "reports.template_change_unready"
    zh = "变更申请 {number} 还不能办理：{missing}"
    en = "The template change {number} is not ready: {missing}"
    hint_zh = "补齐后再办理"
    hint_en = "Fill it in first"
    source = "S1.7; S1.36"


class BlocksUnreadable(BadInput):
    """The blocks of a template do not fit the catalogue of blocks."""

    code = "reports.blocks_unreadable"
    zh = "模板章节有误：{where}：{why}"
    en = "The blocks of the template are wrong: {where}: {why}"
    hint_zh = "章节取自目录，参数在其范围内；用 fuwubao template show 查看写法"
    hint_en = "Blocks come from the catalogue, parameters keep their bounds; see fuwubao template show"
    source = "S1.27"


class WordTemplateUnusable(BadInput):
    """An uploaded Word template lacks what reports need."""

    code = "reports.word_template_unusable"
    zh = "Word 模板 {where} 不能用：{why}"
    en = "The Word template {where} cannot be used: {why}"
    hint_zh = "在 Word 中补上缺少的样式和域后重新上传"
    hint_en = "Add the missing styles and fields in Word and upload it again"
    source = "S1.27"


class EffectiveTooEarly(Refused):
    """A new version cannot hold from a day that is already past."""

    code = "reports.effective_too_early"
    zh = "生效日 {day} 已过，最早为 {today}"
    en = "The effective date {day} is past; the earliest is {today}"
    hint_zh = "选今天或以后的日期；已发布的报告保持原模板"
    hint_en = "Choose today or later; published reports keep their template"
    source = "S1.7"


class TemplateNotTheirs(Refused):
    """A draft can only be moved to another version of its own template."""

    code = "reports.template_not_theirs"
    zh = "{number} 用的是模板 {held}，不能改用 {asked}"
    en = "{number} follows the template {held} and cannot move to {asked}"
    hint_zh = "草稿只能改用同一模板的已生效版本"
    hint_en = "A draft moves to an effective version of its own template only"
    source = "S1.27"
