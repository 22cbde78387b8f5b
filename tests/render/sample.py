"""A rich R02 for the customer 华东制造, third quarter of 2026, that uses every block of the tree."""

# Sentences and rows of the sample stay whole, so that they can be read as the reader sees them.
# ruff: noqa: E501

from __future__ import annotations

from fuwubao.render.tree import (
    Action,
    ActionList,
    Appendix,
    Block,
    Callout,
    Cited,
    Closing,
    Contents,
    Cover,
    Distribution,
    Document,
    Event,
    EventList,
    Heading,
    Meta,
    NothingThisPeriod,
    Paragraph,
    PeriodStrip,
    Recipient,
    Ref,
    Revision,
    RevisionHistory,
    Run,
    Shape,
    Signature,
    State,
    Status,
    Text,
)
from tests.render import sample_charts as charts
from tests.render import sample_scores as scores
from tests.render import sample_tables as tables
from tests.render.sample_numbers import BY_KEY, PERIODS, TARGETS, figure_of
from tests.render.sample_prose import prose

SIGNED = (
    Signature(role="编制", name="李敏", position="服务级别经理", on="2026-10-09"),
    Signature(role="审核", name="陈志远", position="质量管理员", on="2026-10-10"),
    Signature(role="批准", name="周岚", position="服务报告流程经理", on="2026-10-12"),
)
UNSIGNED = tuple(Signature(role=signature.role, position=signature.position) for signature in SIGNED)


def meta(state: State = State.APPROVED) -> Meta:
    """Who made what for whom."""
    return Meta(
        title="SLA 执行情况报告",
        number="SLM-01-2026Q3-A0",
        version="A/0",
        issuer="云澜信息技术有限公司",
        department="信息服务部",
        customer="华东制造有限公司",
        period="2026-07-01 至 2026-09-30",
        state=state,
        classification="商业秘密",
        confidentiality="商业秘密 · 仅限双方",
        control="受控",
        drafted_at="2026-10-09 15:20" if state is State.DRAFT else "",
        as_of="2026-10-09 08:00",
        snapshot="S-20261009-01",
        signatures=SIGNED if state is State.APPROVED else UNSIGNED,
    )


def document(state: State = State.APPROVED) -> Document:
    """The whole sample."""
    blocks = (
        *_front(),
        *_summary(),
        *_scope(),
        *_attainment(),
        *_events_and_volume(),
        *_availability(),
        *_quality(),
        *_plans(),
        *_appendices(),
    )
    return Document(meta=meta(state), blocks=blocks, figures=tuple(figure_of(target) for target in TARGETS))


def _front() -> tuple[Block, ...]:
    facts = (
        ("报告编号", "SLM-01-2026Q3-A0"),
        ("版本 · 分类", "A/0 · 反应性报告（R02）"),
        ("报告期间", "2026-07-01 至 2026-09-30（Asia/Shanghai）"),
        ("依据协议", "SLA-2026-007 修订 2（2026-01-01 至 2026-12-31）"),
        ("数据截至", "2026-10-09 08:00 · 快照 S-20261009-01"),
        ("约定提交", "不迟于 2026-10-13 24:00（期末后第 5 个工作日）"),
    )
    strip = PeriodStrip(periods=PERIODS, first=10, last=12, words="走势覆盖 13 个月，深色为本报告期")
    note = prose(
        "阅读说明：每个比率都给出分子与分母；判定用未舍入的数值，显示值不会向上舍入到目标值或 100%。"
        "期间为左闭右开区间。“样本不足”指 n < 5，调查类 n < 30；“不适用”指 n = 0。"
    )
    cover = Cover(
        when="2026 年第三季度", addressee="华东制造有限公司", unit="信息服务部 · 服务级别管理", strip=strip, facts=facts
    )
    return cover, Contents(note=note)


def _summary() -> tuple[Block, ...]:
    return (
        Heading(text="摘要", anchor="summary", fresh_page=True),
        scores.verdict(),
        scores.key_figures(),
        Heading(text="本期变化", level=2),
        tables.changes(),
        Heading(text="提请决策", level=2),
        tables.decisions(),
    )


def _scope() -> tuple[Block, ...]:
    done = Status(shape=Shape.MET, word="已验证关闭")
    rows = (
        ("AI-2026-019", "ERP 月结前一周冻结中间件参数变更", "赵磊", "2026-07-15", "2026-07-10", done),
        ("AI-2026-020", "请求目录补充“账号类”标准时限 5 条", "孙倩", "2026-07-31", "2026-07-29", done),
        ("AI-2026-021", "P1 事件 15 分内电话升级至二线组长", "李敏", "2026-07-10", "2026-07-08", done),
        ("AI-2026-022", "满意度邀请改为结案后 2 小时发送", "孙倩", "2026-08-15", "2026-08-12", done),
        (
            "AI-2026-023",
            "无线接入点固件统一升级（36 台）",
            "刘洋",
            "2026-10-31",
            "",
            Status(shape=Shape.RUNNING, word="进行中 28/36"),
        ),
        ("AI-2026-024", "MES 主备切换演练", "赵磊", "2026-08-31", "", Status(shape=Shape.BAD, word="逾期")),
    )
    actions = tuple(
        Action(number=n, what=what, owner=owner, due=due, done=on, status=status)
        for n, what, owner, due, on, status in rows
    )
    return (
        Heading(text="上期改进措施与本期范围", fresh_page=True),
        Heading(text="上期改进措施跟踪", level=2),
        Paragraph(
            runs=prose(
                "上期报告（SLM-01-2026Q2-A0）共列改进措施 6 项：4 项已验证关闭，1 项进行中，1 项逾期，见{@t-prev}。逾期项的新期限 2026-10-25 已由服务报告流程经理批准。"
            )
        ),
        ActionList(actions=actions, caption="上期改进措施落实情况", anchor="t-prev", followed_up=True),
        Heading(text="服务范围与时间", level=2),
        Paragraph(
            runs=prose(
                "本报告覆盖协议 SLA-2026-007 约定的四项服务：ERP 系统、MES 制造执行、网络与互联网出口、邮件与协同。ERP 系统按工作日 9—12 时、13—18 时计时，本季 66 个工作日（含 9 月 20 日调休上班，不含 9 月 25 日中秋节）；其余三项按 7×24 小时计时，扣除每周日 0—4 时约定维护窗口。"
            )
        ),
        Heading(text="数据来源与口径", level=2),
        tables.sources(),
        Heading(text="更正说明", level=2),
        NothingThisPeriod(subject="对已发布报告的更正"),
        Paragraph(runs=prose("因 6 月份工单重开而改变的历史判定共 0 次；上期报告所列数字与本期可比，口径版本未变。")),
    )


def _attainment() -> tuple[Block, ...]:
    return (
        Heading(text="SLA 达成情况", anchor="attainment", fresh_page=True),
        Heading(text="指标记分表", level=2),
        scores.scorecard(),
        Heading(text="未达标指标的走势", level=2),
        Paragraph(
            runs=prose(
                "由{@f-trend}可见，P2 解决及时率在 13 个月中仅 2026 年 8 月低于目标（37/43，86.04%）。9 月恢复至 41/41，尚不足 3 个点，不作为趋势结论。"
            )
        ),
        charts.trend(),
        Heading(text="P2 解决超时清单", level=2),
        Paragraph(
            runs=prose(
                "本季 P2 解决超时 7 次，逐次列于{@t-breach}。目标为 8 个工作小时；计时时长已扣除约定服务时间以外的时段和“等待客户”挂起。"
            )
        ),
        tables.breaches(),
        Heading(text="排除项", level=2),
        tables.exclusions(),
        Heading(text="临近未达标的目标", level=2),
        tables.near_targets(),
    )


def _events_and_volume() -> tuple[Block, ...]:
    events = (
        Event(
            on="2026-08-18",
            kind="重大事故",
            what=prose(
                "MES 主库切换失败，全厂报工中断 79 分（14:22—15:41），影响 3 个车间约 260 个终端。重大事故报告已于 08-24 提交，客户已确认。"
            ),
            related="INC-20260818-0015\nIR-02-20260818-A0",
        ),
        Event(
            on="2026-08-28",
            kind="新增服务",
            what=prose("电子签章并入“邮件与协同”服务，按 P3/P4 目标计时；工作量自 9 月起计入。"),
            related="CHG-20260828-03",
        ),
        Event(
            on="2026-09-09",
            kind="服务中断",
            what=prose("MES 存储控制器固件缺陷，夜间停机 42 分（03:10—03:52），无在产批次受影响。"),
            related="INC-20260909-0002\nPRB-2026-037",
        ),
    )
    return (
        Heading(text="重大事件信息（含重大事故）", fresh_page=True),
        EventList(events=events, caption="本期重大事件", anchor="t-event"),
        NothingThisPeriod(subject="业务连续性计划启动"),
        NothingThisPeriod(subject="信息安全事件（协议第 9 条所列级别）"),
        NothingThisPeriod(subject="与客户的争议"),
        Heading(text="工作量"),
        Heading(text="受理量与约定上限", level=2),
        Paragraph(
            runs=prose(
                "本季受理 1\u2009697 张：事件 498、服务请求 968、咨询 231；上季 1\u2009630 张。8 月 597 张为上限的 99.5%，主要来自电子签章上线前的账号申请（{@f-stack}）。"
            )
        ),
        charts.volume(),
        tables.backlog(),
        Heading(text="受理时段分布", level=2),
        Paragraph(
            runs=prose(
                "{@f-heat}中周一 9—10 时两格合计 104 张，单格最高 65 张。约定服务时段（工作日 9—12、13—18 时）内受理 1\u2009247 张，占 73.4%。"
            )
        ),
        charts.hours(),
    )


def _availability() -> tuple[Block, ...]:
    return (
        Heading(text="可用性"),
        Heading(text="可用性结果", level=2),
        tables.availability_table(),
        Heading(text="中断时间线", level=2),
        charts.outages(),
    )


def _quality() -> tuple[Block, ...]:
    return (
        Heading(text="不符合项与原因", fresh_page=True),
        tables.nonconformities(),
        Callout(
            title="与上期的联系",
            runs=prose(
                "MES 切换演练原定 8 月 31 日前完成（AI-2026-024），若按期执行，8 月 18 日的切换失败未必能避免，但固件与连接串问题会提前暴露。此项列入第四季度首项跟踪。"
            ),
        ),
        Heading(text="满意度与投诉"),
        Paragraph(
            runs=(
                *prose("结案回访发送 612 份，回收有效 248 份，回收率 40.52%；4—5 分 231 份，满意度 "),
                cited("csat"),
                *prose(
                    "，均分 4.54。响应速度由 4.49 降至 4.38，与 8 月 P2 超时集中的时间一致（{@f-means}、{@t-scores}）。"
                ),
            )
        ),
        charts.satisfaction(),
        tables.complaints(),
    )


def _plans() -> tuple[Block, ...]:
    running = Status(shape=Shape.RUNNING, word="进行中")
    rows = (
        (
            "AI-2026-031",
            "月结补丁先入测试库验证，验收单随变更提交",
            "月结期 P2 超时 1 → 0",
            "赵磊",
            "2026-10-31",
            running,
        ),
        (
            "AI-2026-032",
            "二车间现场备件库",
            "备件类计时时长 9 → 4 工时",
            "刘洋",
            "2026-11-15",
            Status(shape=Shape.OPEN, word="待决策 1"),
        ),
        ("AI-2026-033", "二线双人在岗写入排班规则", "P2 解决 94.44% → ≥ 97%", "李敏", "2026-10-15", running),
        ("AI-2026-034", "切换后数据补录脚本入库并评审", "补录 11 → 2 工时", "赵磊", "2026-10-31", running),
        (
            "AI-2026-035",
            "MES 主备自动切换与演练",
            "切换 79 → ≤ 10 分",
            "赵磊",
            "2026-10-25",
            Status(shape=Shape.OPEN, word="待决策 2"),
        ),
        (
            "AI-2026-036",
            "存储固件升级至厂商建议版本",
            "同类故障 1 → 0",
            "刘洋",
            "2026-11-08",
            Status(shape=Shape.OPEN, word="已计划"),
        ),
        ("AI-2026-037", "重大事故 15 分内短信通知车间主任名单", "通知率 0 → 100%", "孙倩", "2026-10-20", running),
    )
    actions = tuple(
        Action(number=n, what=what, effect=effect, owner=owner, due=due, status=status)
        for n, what, effect, owner, due, status in rows
    )
    return (
        Heading(text="改进措施", fresh_page=True),
        ActionList(actions=actions, caption="本期改进措施", anchor="t-actions"),
        Heading(text="下期计划"),
        tables.plan(),
    )


def _appendices() -> tuple[Block, ...]:
    recipients = (
        Recipient(name="王建国", position="华东制造 信息部部长（客户代表）", means="客户门户"),
        Recipient(name="何静", position="华东制造 生产部副部长", means="客户门户"),
        Recipient(name="周岚", position="服务报告流程经理", means="受控纸本"),
        Recipient(name="文控室", position="归档", means="电子"),
    )
    first = Revision(version="A/0", on="2026-10-12", change="首次发布", author="李敏")
    return (
        Appendix(text="P3/P4 解决超时清单", anchor="a-p3", fresh_page=True),
        tables.small_breaches(),
        Appendix(text="指标口径", anchor="a-def"),
        tables.definitions(),
        Appendix(text="修订记录与分发", fresh_page=True),
        RevisionHistory(revisions=(first,), caption="修订记录"),
        Distribution(
            recipients=recipients,
            caption="分发清单（计划）",
            note=prose("请在 2026-10-23 24:00 前通过客户门户确认或反馈；期满未答复按协议第 8.3 条记为“默认确认”。"),
        ),
        Closing(),
    )


def cited(key: str) -> Run:
    """A figure in prose."""
    return Cited(BY_KEY[key].display, key)


def words_of(runs: tuple[Run, ...]) -> str:
    """The plain words of runs, references left out."""
    return "".join(run.text if isinstance(run, Text) else "" if isinstance(run, Ref) else run.display for run in runs)
