"""The index of a pack: one page that opens from disk, from the requirement to the effect, each line a file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from fuwubao.domain.distribution import DELIVERY
from fuwubao.reports.channels import CHANNELS
from fuwubao.reports.evidence.numbers import Files
from fuwubao.reports.models import Report
from fuwubao.reports.rules import CONCLUSIONS

STYLE = Path(__file__).with_name("index.css")


def index_page(report: Report, files: Files, *, made_at: datetime) -> bytes:
    """Return the page in Chinese with English beside the heads; no script, nothing from the net."""
    head = json.loads(files["audit/head.json"])
    title = f"证据包 {report.number}"
    parts = [
        '<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title><style>{STYLE.read_text(encoding='utf-8')}</style></head><body>",
        (
            f"<h1>{escape(title)}</h1><p>{escape(report.row.name)} · {escape(report.row.customer_name)} · "
            f"{escape(report.period_label)}</p>"
        ),
        (
            f"<p class='note'>取于 {_local(made_at, report.timezone)}；审计链链头 #{head['number']} "
            f"<code>{head['hash']}</code></p>"
        ),
        "<h2>怎样核对 How to check</h2><ol>",
        (
            "<li><code>python3 check.py</code>：不需要本产品，核对文件、批准的字节、审计链，并由明细行重算数字 "
            "(needs Python alone)</li>"
        ),
        (
            "<li><code>fuwubao report recompute PACK.zip</code>：由记录和协议从头重算每个数字 "
            "(computes every figure again from records and agreements)</li></ol>"
        ),
        _in_short(files, report.timezone),
        *(_chapter(title, names, files) for title, names in CHAPTERS),
        _figures(files),
        "</body></html>\n",
    ]
    return "\n".join(parts).encode("utf-8")


CHAPTERS = (
    ("要求 Requirement", ("requirement/", "agreements/", "calendars/")),
    ("数据来源 Data", ("records/",)),
    ("报告 Report", ("report/",)),
    ("评审与批准 Review and approval", ("review/",)),
    ("分发、确认与反馈 Distribution", ("distribution/",)),
    ("改进措施与效果 Actions and effect", ("improvement/",)),
    ("审计链 Audit chain", ("audit/",)),
)


def _in_short(files: Files, timezone: str) -> str:
    """The way of the report in one table: stage, what, who, when; each fact is in the file beside it."""
    duty, told = json.loads(files["requirement/duty.json"]), json.loads(files["report/report.json"])
    row = json.loads(files["requirement/register-row.json"])
    lines = [
        ("约定", row["agreed_evidence"] or "—", row["agreed_by"], row["agreed_on"], "requirement/register-row.json"),
        ("应提交", duty["period_label"] if duty else "—", "", duty and duty["due_at"], "requirement/duty.json"),
        ("取数", told["snapshot"], told["author"], told["as_of"], "records/records.json"),
        ("提交评审", "", told["author"], told["submitted_at"], "report/report.json"),
    ]
    for review in json.loads(files["review/reviews.json"]):
        held = sum(item["holds"] for item in review["items"])
        what = f"{CONCLUSIONS.get(review['conclusion'], review['conclusion'])}，{held}/{len(review['items'])} 项符合"
        lines.append(("评审", what, review["reviewer"], review["reviewed_at"], "review/reviews.json"))
    who = told["approved_by"] + (f" 代 {told['approved_for']}" if told["approved_for"] else "")
    lines.append(("批准", f"{told['number']}", who, told["approved_at"], "report/files.json"))
    for sent in json.loads(files["distribution/deliveries.json"]):
        state = DELIVERY.states.get(sent["state"])
        what = f"{CHANNELS.get(sent['channel'], sent['channel'])} · {state.zh if state else sent['state']}"
        lines.append(("分发", what, sent["recipient"], sent["sent_at"], "distribution/deliveries.json"))
        if sent["acknowledged_at"]:
            place = "distribution/deliveries.json"
            lines.append(("确认", sent["acknowledged_remark"], sent["recipient"], sent["acknowledged_at"], place))
    for action in json.loads(files["improvement/actions.json"]):
        words = [str(action.get(name) or "") for name in ("number", "title", "owner", "due_on")]
        lines.append(("改进措施", " ".join(words[:2]), words[2], words[3], "improvement/actions.json"))
    rows = "".join(_line(stage, what, person, at, path, timezone) for stage, what, person, at, path in lines)
    heads = "".join(f"<th>{name}</th>" for name in ("环节", "内容", "人员", "时间", "文件"))
    return f"<h2>经过 In short</h2><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _line(stage: str, what: str, person: str, at: str | None, path: str, timezone: str) -> str:
    moment = at or "—"
    if "T" in moment:
        moment = _local(datetime.fromisoformat(moment), timezone)
    cells = (stage, what, person or "—", moment)
    return "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + f"<td>{_link(path)}</td></tr>"


def _chapter(title: str, places: tuple[str, ...], files: Files) -> str:
    paths = sorted(path for path in files if path.startswith(places))
    rows = "".join(f"<tr><td>{_link(path)}</td><td class='n'>{len(files[path]):,}</td></tr>" for path in paths)
    heads = "<tr><th>文件</th><th class='n'>字节</th></tr>"
    return f"<h2>{title}</h2><table><thead>{heads}</thead><tbody>{rows}</tbody></table>"


def _figures(files: Files) -> str:
    told = json.loads(files["figures/figures.json"])["figures"]
    heads = "".join(f"<th{' class=n' if right else ''}>{name}</th>" for name, right in HEADS)
    rows = "".join(_row(figure) for figure in told)
    return (
        f"<h2>数字 Figures</h2><p>{_link('figures/figures.json')}</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


HEADS = (
    ("指标", False),
    ("范围", False),
    ("期间", False),
    ("值", True),
    ("分子/分母", True),
    ("口径", False),
    ("明细行", False),
)


def _row(figure: dict[str, object]) -> str:
    scope = figure["scope"]
    assert isinstance(scope, dict)
    period = figure["period"]
    assert isinstance(period, dict)
    variant = [str(figure[name]) for name in ("clock", "statistic", "bucket") if figure.get(name)]
    base = "" if figure["denominator"] is None else f"{figure['numerator'] or '—'} / {figure['denominator']}"
    definition = "" if figure.get("entry") else f"definitions/{figure['measure']}-v{figure['version']}.json"
    cells = (
        escape(" ".join([str(figure["measure"]), *variant])),
        escape(" · ".join(str(value) for value in scope.values())),
        escape(str(period["label"])),
        escape(str(figure["display"])),
        escape(base),
        _link(definition, f"第 {figure['version']} 版") if definition else "手工登记",
        _link(str(figure["rows"]), "明细") if figure.get("rows") else "—",
    )
    marks = _marks()
    return "<tr>" + "".join(f"<td{mark}>{cell}</td>" for mark, cell in zip(marks, cells, strict=True)) + "</tr>"


def _marks() -> Iterable[str]:
    return (" class='n'" if right else "" for _name, right in HEADS)


def _link(path: str, words: str = "") -> str:
    return f'<a href="{escape(path, quote=True)}">{escape(words or path)}</a>'


def _local(at: datetime, timezone: str) -> str:
    return f"{at.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M}"
