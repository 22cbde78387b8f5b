"""The tables of the sample report."""

# Sentences and rows of the sample stay whole, so that they can be read as the reader sees them.
# ruff: noqa: E501, SIM905

from __future__ import annotations

from decimal import Decimal

from fuwubao.render.tree import Align, Breach, BreachList, Bullets, Cell, Column, Kind, RowKind, Share, Table, Tone
from tests.render.sample_numbers import BY_KEY, thousands
from tests.render.sample_prose import prose
from tests.render.sample_rows import number, on, plain
from tests.render.sample_scores import status_of


def changes() -> Bullets:
    """What changed this quarter."""
    return Bullets(
        items=(
            prose(
                "**P2 解决及时率由 96.00% 降至 94.44%。**7 次超时中 6 次发生在 8 月；其中 3 次因二线仅 1 人在岗、2 次因备件不在现场。9 月 41 张全部按期。"
            ),
            prose(
                "**MES 可用性低于目标。**8 月 18 日主库切换失败停机 79 分，9 月 9 日存储故障停机 42 分，合计 121 分；本季允许 64.68 分，超出 56.32 分。"
            ),
            prose("**P1 解决及时率恢复达标。**由 87.50%（7/8）升至 100.00%（9/9）；上期措施 AI-2026-021 已验证有效。"),
            prose("**工作量逼近上限。**8 月受理 597 张，为约定上限 600 张的 99.5%；本季共 1\u2009697 张，环比 +4.1%。"),
        )
    )


def decisions() -> Table:
    """What the customer is asked to decide."""
    return Table(
        columns=(
            Column(title="序", width=8, align=Align.CENTER),
            Column(title="事项与建议"),
            Column(title="决策人", width=33),
            Column(title="期望答复", kind=Kind.DATE),
        ),
        rows=(
            plain(
                number("1"),
                "批准在二车间设 MES 现场备件库（终端 12 台、无线接入点 6 台），一次性费用 4.8 万元，双方各承担一半。",
                "王建国（客户代表）",
                on("2026-10-23"),
            ),
            plain(
                number("2"),
                "同意 2026-10-25（日）02:00—06:00 增加一次 MES 维护窗口，用于主备切换演练。",
                "王建国（客户代表）",
                on("2026-10-16"),
            ),
            plain(
                number("3"),
                "工作量上限维持 600 张/月；连续两月超过 95% 时启动协议第 6.2 条协商。",
                "周岚、王建国",
                on("2026-10-30"),
            ),
        ),
        caption="",
        sheet="提请决策",
    )


def sources() -> Table:
    """Where the data came from."""
    return Table(
        columns=(
            Column(title="来源", width=36),
            Column(title="内容"),
            Column(title="接收", kind=Kind.NUMBER),
            Column(title="拒收", kind=Kind.NUMBER),
            Column(title="截至", kind=Kind.DATE),
        ),
        rows=tuple(
            plain(source, what, number(thousands(accepted), accepted), number(str(refused)), Cell(text=at, instant=at))
            for source, what, accepted, refused, at in (
                ("服务台工单系统", "工单与状态流转事件（事件、服务请求、咨询）", 1697, 0, "2026-10-09 08:00"),
                ("监控平台", "四项服务的可用性中断记录", 5, 0, "2026-10-01 00:30"),
                ("满意度调查", "结案回访问卷（发送 612，有效 248）", 248, 3, "2026-10-08 23:59"),
                ("变更管理台账", "已完成变更 42 项", 42, 0, "2026-10-08 18:00"),
            )
        ),
        caption="数据来源与截至时间",
        anchor="t-src",
        note=prose(
            "SLA 判定按“判定时点落在本期”计入：按期解决的时刻，或超时发生的时刻；仍未解决但已超时的工单计入本期。取消、重复、测试工单不计入。口径全文见{@a-def}。"
        ),
    )


def hours(minutes: int) -> str:
    """Minutes as 时:分."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def breaches() -> BreachList:
    """P2 resolutions over eight working hours."""
    measures = {
        "C1": ("月结补丁先入测试库（AI-031）", "赵磊", "2026-10-31"),
        "C2": ("现场备件库（AI-032）", "刘洋", "2026-11-15"),
        "C3": ("二线双人在岗（AI-033）", "李敏", "2026-10-15"),
        "C4": ("补录脚本入库（AI-034）", "赵磊", "2026-10-31"),
    }
    rows = (
        ("INC-20260714-0032", "ERP 系统", "应付模块月结报错", 748, "月结补丁未在测试库验证", "C1"),
        ("INC-20260804-0017", "MES 制造执行", "二车间工位终端无法扫码", 635, "备件不在现场库，等待供应商到货", "C2"),
        ("INC-20260806-0041", "MES 制造执行", "报工数据延迟 40 分钟以上", 525, "二线仅 1 人在岗，升级滞后", "C3"),
        ("INC-20260811-0008", "网络与互联网出口", "质检楼无线频繁断开", 615, "备件不在现场库，等待供应商到货", "C2"),
        ("INC-20260818-0019", "MES 制造执行", "主库切换后历史工单缺失", 655, "切换失败后的数据补录无脚本", "C4"),
        ("INC-20260820-0027", "MES 制造执行", "看板刷新失败（三车间）", 565, "二线仅 1 人在岗，升级滞后", "C3"),
        ("INC-20260826-0035", "邮件与协同", "审批流附件无法打开", 610, "二线仅 1 人在岗，升级滞后", "C3"),
    )
    made = tuple(
        Breach(
            ticket=t,
            service=s,
            title=title,
            elapsed=hours(m),
            over="+" + hours(m - 480),
            elapsed_seconds=m * 60,
            over_seconds=(m - 480) * 60,
            cause=why,
            measure=measures[c][0],
            owner=measures[c][1],
            due=measures[c][2],
            priority="P2",
        )
        for t, s, title, m, why, c in rows
    )
    assert len(made) == BY_KEY["p2s"].denominator - BY_KEY["p2s"].numerator
    return BreachList(
        breaches=made,
        caption="P2 解决超时清单（目标 8:00，单位 时:分）",
        anchor="t-breach",
        note=prose(
            "其余超时判定：P2 响应 1 次、P3/P4 解决 18 次、服务请求 12 次、咨询 3 次；P3/P4 逐条见{@a-p3}，请求与咨询逐条见随附数据表 SLM-01-2026Q3-A0.xlsx。"
        ),
    )


def small_breaches() -> BreachList:
    """P3 and P4 resolutions over 24 working hours."""
    titles = "打印机驱动安装失败 共享盘权限异常 会议室投屏无信号 VPN拨入后无法访问ERP 报表导出乱码 工位电话无拨号音 终端蓝屏重启 质检软件许可到期 邮箱容量告警未处理 MES报表格式错位 条码打印偏移 考勤机离线 OA待办重复提醒 域账号反复锁定 扫描枪配对失败 库存查询缓慢 杀毒软件误报 视频会议回声".split()
    overs = (95, 260, 35, 35, 415, 260, 95, 310, 70, 310, 95, 140, 260, 35, 35, 310, 70, 415)
    causes = ("等待备件", "转派两次以上", "用户改期未挂起", "二线排队")
    days = (706, 715, 720, 722, 723, 804, 805, 806, 810, 811, 813, 817, 819, 820, 907, 908, 910, 917)
    made = tuple(
        Breach(
            ticket=f"INC-2026{day:04d}-{(day * 7) % 58:04d}",
            service=("邮件与协同", "网络与互联网出口", "ERP 系统", "MES 制造执行")[(i * 3) % 4],
            title=title,
            elapsed=hours(1440 + over),
            over="+" + hours(over),
            elapsed_seconds=(1440 + over) * 60,
            over_seconds=over * 60,
            cause=causes[i % 4],
            priority="P4" if i % 4 == 2 else "P3",
        )
        for i, (title, over, day) in enumerate(zip(titles, overs, days, strict=True))
    )
    assert len(made) == BY_KEY["p3s"].denominator - BY_KEY["p3s"].numerator == 18
    return BreachList(breaches=made, caption="P3/P4 解决超时（目标 24:00，单位 时:分）", anchor="t-p3", brief=True)


def exclusions() -> Table:
    """Tickets that are not counted."""
    return Table(
        columns=(
            Column(title="排除原因"),
            Column(title="工单数", kind=Kind.NUMBER),
            Column(title="依据", width=82),
        ),
        rows=(
            plain("客户取消", number("7"), "协议附件 3 第 4.1 条"),
            plain("重复，已并入父单", number("9"), "协议附件 3 第 4.2 条"),
            plain("测试工单", number("1"), "协议附件 3 第 4.3 条"),
            plain("合计", number("17"), prose("与{@t-back}“取消 / 合并”一致"), kind=RowKind.TOTAL),
        ),
        caption="未计入 SLA 的工单",
        anchor="t-excl",
    )


def near_targets() -> Table:
    """Met, but close."""
    return Table(
        columns=(
            Column(title="目标", width=43),
            Column(title="现状"),
            Column(title="余量", width=33),
            Column(title="应对", width=37),
        ),
        rows=(
            plain(
                "变更成功率 ≥ 97%",
                "97.61%（41/42），较上季 −2.38 百分点",
                "再多 1 次失败即为 95.23%",
                "回退方案列为变更必审项",
            ),
            plain("ERP 系统可用性 ≥ 99.90%", "停机余量已用 57%（18 / 31.68 分）", "13.68 分", "月结周冻结变更"),
            plain("工作量 ≤ 600 张/月", "8 月 597 张，占限比 99.5%", "3 张", "提请决策 3"),
        ),
        caption="达标但临近目标的项",
        anchor="t-near",
    )


def backlog() -> Table:
    """Opening + opened + reopened − resolved − cancelled = closing."""
    opening, opened, reopened, resolved, cancelled = 37, 1697, 19, 1702, 17
    closing = opening + opened + reopened - resolved - cancelled
    heads = ("期初积压", "+ 受理", "+ 重开", "− 解决", "− 取消 / 合并", "= 期末积压")
    counts = (opening, opened, reopened, resolved, cancelled, closing)
    cells = [number(thousands(count), count) for count in counts[:-1]]
    cells.append(Cell(text=str(closing), value=Decimal(closing), tone=Tone.STRONG))
    return Table(
        columns=tuple(Column(title=head, kind=Kind.NUMBER) for head in heads),
        rows=(plain(*cells),),
        caption="积压恒等式（单位：张）",
        anchor="t-back",
    )


def availability_table() -> Table:
    """Agreed time, downtime, availability, allowance by service."""
    rows = []
    for key, name, served, count in (
        ("erp", "ERP 系统", "工作日 9—12、13—18 时", 1),
        ("mes", "MES 制造执行", "7×24 小时", 2),
        ("net", "网络与互联网出口", "7×24 小时", 1),
        ("mail", "邮件与协同", "7×24 小时", 1),
    ):
        target = BY_KEY[key]
        down = target.denominator - target.numerator
        allowed = target.denominator * (1 - Decimal(target.target) / 100)
        used, bad = down / allowed, target.met is False
        words = f"{used * 100:.0f}%"
        rows.append(
            plain(
                Cell(text=name, note=served),
                number(thousands(target.denominator), target.denominator),
                number(str(down)),
                number(str(count)),
                Cell(text=target.display, value=target.value, tone=Tone.BAD if bad else Tone.PLAIN, figure=key),
                Cell(text=f"{target.target}%", value=Decimal(target.target) / 100),
                Cell(
                    text=f"{allowed - down:.2f}".replace("-", "−"),
                    value=allowed - down,
                    tone=Tone.BAD if bad else Tone.PLAIN,
                ),
                Cell(
                    text=words, value=used, share=Share(used=used.quantize(Decimal("0.0001")), words=words, missed=bad)
                ),
                Cell(text=status_of(target).word, status=status_of(target)),
            )
        )
    heads = (
        ("服务", Kind.TEXT, None),
        ("约定时间", Kind.NUMBER, None),
        ("停机", Kind.NUMBER, None),
        ("次数", Kind.NUMBER, None),
        ("可用性", Kind.RATIO, None),
        ("目标", Kind.RATIO, None),
        ("余量", Kind.NUMBER, None),
        ("余量已用", Kind.SHARE, None),
        ("判定", Kind.STATUS, None),
    )
    return Table(
        columns=tuple(Column(title=t, kind=k, width=w) for t, k, w in heads),
        rows=tuple(rows),
        caption="各服务可用性（时间单位：分）",
        anchor="t-avail",
        note=prose(
            "可用性 =（约定时间 − 停机）÷ 约定时间；余量 = 约定时间 ×（1 − 目标）− 停机。MES：停机 2 次，MTRS 60.5 分，MTBF 64\u2009619.5 分，MTBSI 64\u2009680 分。"
        ),
    )


def nonconformities() -> Table:
    """What did not conform, and why."""
    return Table(
        columns=(
            Column(title="编号 / 依据", width=27),
            Column(title="事实"),
            Column(title="根本原因"),
            Column(title="纠正与纠正措施", width=50),
        ),
        rows=(
            plain(
                Cell(text="NC-2026-014", note="协议 表 2 第 9 行"),
                "MES 可用性 99.906%，低于 99.95%；停机 121 分，超出余量 56.32 分。",
                "主备切换依赖手工改写连接串，近 12 个月未演练；存储固件低于厂商建议版本。",
                "已人工接管恢复；切换改为自动并演练（AI-2026-035）；固件升级（AI-2026-036）。",
            ),
            plain(
                Cell(text="NC-2026-015", note="协议 表 2 第 4 行"),
                "P2 解决及时率 94.44%（119/126），低于 95%。",
                "8 月二线 2 人离岗未补位，单人值守；易损备件不在现场，供应商到货平均 9 工时。",
                "9 月起外援 1 人；双人在岗写入排班规则（AI-2026-033）；现场备件库（AI-2026-032）。",
            ),
        ),
        caption="本期不符合项",
        anchor="t-nc",
    )


def complaints() -> Table:
    """Complaints closed this quarter."""
    return Table(
        columns=(
            Column(title="投诉号", width=28),
            Column(title="受理", kind=Kind.DATE),
            Column(title="内容"),
            Column(title="结案（工作日）", kind=Kind.NUMBER),
            Column(title="是否成立", width=18),
            Column(title="改进项", width=24),
        ),
        rows=(
            plain("TS-2026-0039", on("2026-07-20"), "账号开通等待两天，认为超期", number("3"), "不成立", "—"),
            plain(
                "TS-2026-0041",
                on("2026-08-07"),
                "二车间扫码终端两天未修复，沟通不及时",
                number("4"),
                "成立",
                "AI-2026-032",
            ),
            plain(
                "TS-2026-0043", on("2026-08-19"), "系统中断期间未主动通知车间主任", number("3"), "成立", "AI-2026-037"
            ),
        ),
        caption="投诉",
        anchor="t-cmp",
        note=prose("按期结案 3 / 3，5 个工作日内；n < 5，样本不足。"),
    )


def plan() -> Table:
    """What is planned for the next quarter."""
    return Table(
        columns=(
            Column(title="时间", width=44),
            Column(title="活动"),
            Column(title="影响", width=36),
            Column(title="前提", width=37),
        ),
        rows=(
            plain("10-25（日）02:00—06:00", "MES 主备切换演练", "MES 停机 ≤ 30 分", "决策 2 同意"),
            plain("11-08（日）00:00—04:00", "存储固件升级", "约定窗口内，无影响", "—"),
            plain("不迟于 11-15 24:00", "二车间备件库入库验收", "无", "决策 1 同意"),
            plain("12-06（日）00:00—04:00", "ERP 年结补丁", "约定窗口内，无影响", "测试库验证通过"),
            plain("不迟于 2027-01-08 24:00", "SLM-01-2026Q4 报告", "—", "期末后第 5 个工作日"),
        ),
        caption="2026 年第四季度计划活动",
        anchor="t-plan",
    )


def definitions() -> Table:
    """How the measures count."""
    rows = (
        ("K02 响应及时率 v1", "首次人工响应不超过目标的判定", "本期作出的全部响应判定；自动回复不算响应", "判定时点"),
        ("K03 解决及时率 v1", "计时时长不超过目标的判定", "本期作出的全部解决判定；每单每次计时一次", "判定时点"),
        ("K09 可用性 v1", "约定时间 − 停机", "服务时间 − 约定维护；重叠停机只计一次", "按期间切分"),
        ("K17 满意度 v1", "4—5 分的有效答卷", "全部有效答卷；每邀请一份", "答卷时间"),
        ("K22 投诉按期结案率 v1", "5 个工作日内结案", "已结案或已满 5 个工作日；撤回除外", "判定时点"),
        ("K15 变更成功率 v1", "无回退、未引发事件、窗口内完成", "已完成变更；取消与否决除外", "完成时间"),
        ("K30 服务报告及时率 v1", "约定日或之前首次发布", "本期应发布的报告", "约定日"),
    )
    return Table(
        columns=(
            Column(title="指标（版本）", width=39),
            Column(title="分子"),
            Column(title="分母"),
            Column(title="计入时点", width=21),
        ),
        rows=tuple(plain(*row) for row in rows),
        caption="主要指标口径",
        anchor="t-def",
    )
