"""The rules of the checks as data, and the search over all of them."""

from __future__ import annotations

from fuwubao.domain.words import Words
from fuwubao.reports.checks import carried, contents, explained, numbers, wording
from fuwubao.reports.checks.finding import Draft, Finding, Rule, Severity, Sight
from fuwubao.reports.composition import compose
from fuwubao.reports.errors import UnknownCitation

MUST, WARN = Severity.MUST, Severity.WARN


def findings(draft: Draft) -> list[Finding]:
    """Run every rule that is on; those that stop the report come first, then by block and subject."""
    sight = sight_of(draft)
    found = [finding for rule in RULES if rule.id not in draft.off for finding in rule.find(sight)]
    place = {block["code"]: number for number, block in enumerate(draft.blocks)}
    found.sort(key=lambda f: (f.severity is not MUST, place.get(f.block, len(place)), f.rule, f.subject))
    return found


def sight_of(draft: Draft) -> Sight:
    """Compose a draft once for all rules."""
    try:
        document, printed = compose(draft.material, draft.edition)
    except UnknownCitation:
        return Sight(draft=draft)  # told by its own rule
    return Sight(draft=draft, document=document, printed=printed)


def rule_called(rule: str) -> Rule | None:
    """Return the rule of that id, None when there is none."""
    return next((one for one in RULES if one.id == rule), None)


RULES: tuple[Rule, ...] = (
    Rule(
        id="mismatch",
        severity=MUST,
        zh="数字与冻结时一致",
        en="Figures agree with what was frozen",
        why=Words(
            "报告只说冻结的数字",
            "a report tells frozen figures only",
        ),
        mend=Words("重新取数", "take the figures anew"),
        source="M14",
        find=numbers.undamaged,
    ),
    Rule(
        id="quantified",
        severity=MUST,
        zh="至少一个量化指标",
        en="At least one figure",
        why=Words("服务报告应量化", "service reports are quantified"),
        mend=Words("导入数据或核对协议中的目标", "load data, or look at the targets of the agreement"),
        source="S1.18",
        find=contents.quantified,
    ),
    Rule(
        id="period_open",
        severity=MUST,
        zh="期间已经结束",
        en="The period is over",
        why=Words("反应性报告说明已经发生的", "a reactive report tells what has happened"),
        mend=Words("期间结束后更新数据", "take the figures anew after the period's end"),
        source="S1.22",
        find=contents.period_over,
    ),
    Rule(
        id="coverage",
        severity=MUST,
        zh="六类内容 a–f 齐全",
        en="Contents a–f are covered",
        why=Words("标准要求的内容不能缺", "the standard asks for these contents"),
        mend=Words("申请变更模板，或在模板中写明不含的原因", "ask to change the template, or give a reason in it"),
        source="S1.36",
        find=contents.covered,
    ),
    Rule(
        id="summary",
        severity=MUST,
        zh="摘要有文字",
        en="A summary",
        why=Words("读者先看结论", "readers look for the conclusion first"),
        mend=Words("写两三句话，或声明本期无", "write two or three sentences, or state that there is nothing"),
        source="S6.6",
        find=contents.summary_written,
    ),
    Rule(
        id="miss_explained",
        severity=MUST,
        zh="未达标项有原因、措施、责任人、期限",
        en="Targets that were not met are explained",
        why=Words("不符合要写明原因和处置", "a nonconformity has a cause and a cure"),
        mend=Words("在“SLA 达成情况”逐项补写", "explain each in the chapter of attainment"),
        source="S1.33",
        find=explained.misses,
    ),
    Rule(
        id="breach_explained",
        severity=MUST,
        zh="逐项说明的超时有原因",
        en="Listed late tickets have a reason",
        why=Words("客户会逐张追问", "the customer will ask about each"),
        mend=Words("逐张补写原因", "give the cause of each"),
        source="S1.33",
        find=explained.breaches,
    ),
    Rule(
        id="uncited",
        severity=MUST,
        zh="正文数字与快照一致",
        en="Numbers in the prose match the snapshot",
        why=Words("手工键入的数字会与表格不一致", "a number typed by hand will differ from the table"),
        mend=Words("改为引用，或标为作者陈述并写明依据", "cite the figure, or state it with its basis"),
        source="M14",
        find=numbers.cited,
    ),
    Rule(
        id="unknown_citation",
        severity=MUST,
        zh="引用的数字存在",
        en="Cited figures exist",
        why=Words("引用不能指向没有的数字", "a citation cannot point to nothing"),
        mend=Words("重新选择要引用的数字", "choose the figure again"),
        source="M14",
        find=numbers.known,
    ),
    Rule(
        id="agreed",
        severity=WARN,
        zh="报告与接收方有约定",
        en="Agreed with its recipient",
        why=Words("未约定的报告没有依据", "a report that nobody agreed has no ground"),
        mend=Words("登记约定人、日期和凭据", "record who agreed, when, and by what evidence"),
        source="S1.14",
        find=contents.agreed,
    ),
    Rule(
        id="stale",
        severity=WARN,
        zh="数据采集后没有变动",
        en="Data unchanged since the freeze",
        why=Words("迟到的数据会改变结论", "late data change the conclusion"),
        mend=Words("更新数据，或说明为何不更新", "take the figures anew, or say why not"),
        source="M14",
        find=numbers.fresh,
    ),
    Rule(
        id="unavailable",
        severity=WARN,
        zh="目标的数据可用",
        en="Data of the targets are available",
        why=Words("没有数据的目标无法判定", "a target without data cannot be judged"),
        mend=Words("补导数据，或说明缺什么、何时有", "load the data, or say what is missing and until when"),
        source="M4",
        find=numbers.available,
    ),
    Rule(
        id="small_sample",
        severity=WARN,
        zh="样本足够",
        en="Samples are large enough",
        why=Words("几例的比率说明不了什么", "a rate of a few cases says little"),
        mend=Words("在正文说明样本少", "say in the text that the sample is small"),
        source="M5",
        find=numbers.large_enough,
    ),
    Rule(
        id="no_target_line",
        severity=WARN,
        zh="趋势图有目标线",
        en="Trend charts show their target",
        why=Words("没有目标线，读者看不出好坏", "without its target a line says neither good nor bad"),
        mend=Words(
            "换用带目标线的章节，或申请变更模板",
            "use the chapter that draws it, or ask to change the template",
        ),
        source="M15",
        find=contents.target_lines_drawn,
    ),
    Rule(
        id="too_long",
        severity=WARN,
        zh="长短适合读者",
        en="Length suits the reader",
        why=Words("简明扼要：管理者只读一页", "concise: managers read one page"),
        mend=Words("删去与结论无关的话", "cut what does not bear on the conclusion"),
        source="S6.6",
        find=contents.short_enough,
    ),
    Rule(
        id="undefined_term",
        severity=WARN,
        zh="术语有解释",
        en="Terms are explained",
        why=Words("易于理解：客户不懂内部缩写", "easy to understand: customers do not know house abbreviations"),
        mend=Words("第一次出现时写全称", "give the full name where it first stands"),
        source="S1.25; S2.15",
        find=wording.defined,
    ),
    Rule(
        id="empty_phrase",
        severity=WARN,
        zh="没有空泛用语",
        en="No empty phrases",
        why=Words("空话不能执行，也不能验证", "empty words can be neither done nor verified"),
        mend=Words("写明做什么、谁做、何时完成", "say what, who, by when"),
        source="S1.25",
        find=wording.plain,
    ),
    Rule(
        id="passive",
        severity=WARN,
        zh="说明谁做了什么",
        en="It is said who did what",
        why=Words("被动句藏起了责任人", "the passive hides who answers for it"),
        mend=Words("以做事的人为主语", "make the person the subject"),
        source="S1.25",
        find=wording.active,
    ),
    Rule(
        id="previous_actions",
        severity=WARN,
        zh="上期措施有结果",
        en="Previous actions are followed up",
        why=Words("承诺过的要先交代", "what was promised is accounted for first"),
        mend=Words("登记上期措施的结果", "record what became of the measures"),
        source="S6.13",
        find=explained.previous,
    ),
    Rule(
        id="carried",
        severity=WARN,
        zh="沿用的文字已确认",
        en="Carried words are confirmed",
        why=Words("上期的话对本期未必成立", "what was true last period need not be true now"),
        mend=Words("逐句确认或改写", "confirm or rewrite each sentence"),
        source="S1.4; S1.25",
        find=carried.confirmed,
    ),
    Rule(
        id="direction",
        severity=WARN,
        zh="升降与数字相符",
        en="Words of direction fit the figures",
        why=Words("说“上升”时所引数字必须上升", "where it says risen, the cited figure has risen"),
        mend=Words("对照本期与上期改写", "compare with the last period and rewrite"),
        source="S1.25; M15",
        find=carried.directed,
    ),
)
