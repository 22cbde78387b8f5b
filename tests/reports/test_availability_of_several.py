"""AVA-01 over several customers: each service once with its customer, and the same numbers in every format (R03)."""

from __future__ import annotations

from dataclasses import replace

from fuwubao.agreements.actions import load_agreement
from fuwubao.render import docx, html, pdf, xlsx
from fuwubao.render import tree as t
from fuwubao.reports.actions.building import bring_up_to_date, document_of
from fuwubao.reports.actions.duties import activate_and_schedule
from fuwubao.reports.actions.register import add_row, agree_row
from tests.render.made import docx_text, pages_of, read_html, squeezed
from tests.render.test_equal_numbers import cells_of
from tests.reports.telling import table
from tests.reports.test_other_customers import ABROAD, INTERNAL
from tests.reports.world import NOW, Cast, World

AVAILABILITY = replace(
    INTERNAL, number="AVA-01", name="服务可用性不符合报告", source_process="可用性管理", template="R03"
)


def of_all_customers(world: World, cast: Cast) -> t.Document:
    """The availability report of the firm on 华东制造 and 柏林机械."""
    text = ABROAD.replace("华东制造有限公司", "柏林机械")
    load_agreement(text=text, file="mb.yaml", actor=cast.operator, now=NOW)
    bring_up_to_date(actor=cast.operator, now=NOW)
    add_row(content=replace(AVAILABILITY, duties_from=NOW.date()), actor=cast.manager, now=NOW)
    agree_row(number="AVA-01", agreed_by="陈总", agreed_on=NOW.date(), evidence="会议纪要", actor=cast.manager, now=NOW)
    activate_and_schedule(number="AVA-01", actor=cast.manager, now=NOW)
    return document_of(world.draft(row="AVA-01"))[0]


def test_each_service_is_listed_once_with_its_customer_and_its_own_numbers(world: World, cast: Cast) -> None:
    rows = table(of_all_customers(world, cast), "服务可用性")

    # ERP was down 40 of the quarter's 132 480 minutes; MES, told in the firm's zone, never
    assert [(row[0], row[2], row[4]) for row in rows] == [
        ("ERP 系统运维（华东制造有限公司）", "99.969%", "40"),
        ("MES 运维（柏林机械）", "100.000%", "0"),
    ]


def test_all_formats_print_the_same_numbers_and_name_both_customers(world: World, cast: Cast) -> None:
    document = of_all_customers(world, cast)
    said = {
        "pdf": squeezed("".join(pages_of(pdf.write(document)))),
        "docx": squeezed(docx_text(docx.write(document))),
        "html": squeezed("".join(read_html(html.write(document).decode()).words)),
        "xlsx": squeezed(cells_of(xlsx.write(document))),
    }
    names = [cell.note for b in t.flat(document.blocks) if isinstance(b, t.Table) for r in b.rows for cell in r.cells]

    wanted = [figure.display for figure in document.figures] + [name for name in names if name]
    assert [(name, one) for one in wanted for name, text in said.items() if squeezed(one) not in text] == []
