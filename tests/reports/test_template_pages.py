"""Pages and commands of templates: the block editor, the Word template, comparison, editions, the printed F05."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from time_machine import TimeMachineFixture

from fuwubao.accounts.models import User
from fuwubao.render.docx_check import examine
from fuwubao.render.errors import TemplateUnusable
from fuwubao.reports.actions.building import document_of
from fuwubao.reports.actions.template_change import (
    Wording,
    approve_change,
    draft_change,
    edit_change,
    give_opinion,
    set_word_template,
    submit_change,
)
from fuwubao.reports.models import RegisterRow, Report, Template, TemplateChange
from fuwubao.reports.template_difference import differences
from fuwubao.reports.template_errors import ChangeStepRefused, WordTemplateUnusable
from tests.reports.test_template_changes import LATER
from tests.reports.world import DRAFT, NOW, World


@pytest.fixture(autouse=True)
def on_the_day(time_machine: TimeMachineFixture) -> None:
    """Let pages read the clock of the world: 8 October 2026."""
    time_machine.move_to(NOW)


FIELDS = "{{报告编号}} {{名称}} {{版本}}"


def word_file(*, fields: str = FIELDS, without: str = "", bookmark: str = "") -> bytes:
    """Return a firm's .docx with a header, some fields and maybe a bookmark; ``without`` takes a style away."""
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "云澜信息技术有限公司"
    line = word.add_paragraph(fields)
    if bookmark:
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), "7")
            mark.set(qn("w:name"), bookmark)
            line._p.append(mark)
    if without:
        style = word.styles[without]
        style.element.getparent().remove(style.element)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def begun(client: Client, world: World, code: str = "R02") -> TemplateChange:
    client.force_login(world.cast.author)
    client.post(reverse("reports:begin-template-change", args=[code, "template"]))
    return TemplateChange.objects.get(code=code)


def as_sent(change: TemplateChange, **more: object) -> dict[str, object]:
    """What the block editor sends back when nothing was touched."""
    sent: dict[str, object] = {
        "name": change.content["name"], "edit_count": change.edit_count, "reason": "", "effective_from": "",
    }  # fmt: skip
    for block in change.content["blocks"]:
        code, held = block["code"], block["parameters"]
        sent |= {f"{code}-title": block["title"], f"{code}-covers": block["covers"]}
        sent |= {f"{code}-{name}": value for name, value in held.items()}
    return sent | more


def test_the_block_editor_moves_renames_takes_out_and_hides_blocks_and_hands_the_change_in(
    world: World, client: Client
) -> None:
    """S1.27, S2.2, F05 through the pages."""
    change = begun(client, world)
    edit = reverse("reports:edit-template-change", args=[change.number])
    assert "block-editor" in client.get(edit).content.decode()

    client.post(edit, as_sent(change, act="down:attainment"))
    change.refresh_from_db()
    codes = [block["code"] for block in change.content["blocks"]]
    assert codes[2:4] == ["events", "attainment"]

    sent = as_sent(change, **{"act": "remove:availability", "satisfaction-title": "满意度"})
    client.post(edit, sent)
    change.refresh_from_db()
    sent = as_sent(change, **{"next_plan-internal": "1", "reason": "客户要求", "effective_from": LATER.isoformat()})
    page = client.post(edit, sent | {"act": "submit"}, follow=True).content.decode()

    change.refresh_from_db()
    assert change.state == "submitted"
    told = [(line.what, line.where) for line in differences(Template.objects.get(code="R02").__dict__, change.content)]
    assert ("removed", "服务可用性") in told
    assert ("title", "满意度") in told
    assert ("internal", "下期计划") in told
    assert "待评审" in page


def test_a_block_is_added_before_the_appendices_and_only_what_the_template_can_feed(
    world: World, client: Client
) -> None:
    change = begun(client, world)
    page = client.get(reverse("reports:edit-template-change", args=[change.number])).content.decode()
    assert 'value="services"' in page
    assert 'value="root_causes"' not in page
    client.post(reverse("reports:add-block", args=[change.number]), {"code": "services"})
    change.refresh_from_db()
    codes = [block["code"] for block in change.content["blocks"]]
    assert codes.index("services") == codes.index("appendix_breaches") - 1


def test_the_manager_reads_the_change_and_approves_it_by_page_but_its_author_sees_no_button(
    world: World, client: Client
) -> None:
    change = begun(client, world)
    edit = reverse("reports:edit-template-change", args=[change.number])
    client.post(edit, as_sent(change, act="remove:availability", reason="客户要求", effective_from=LATER.isoformat()))
    submit_change(number=change.number, actor=world.cast.author, now=NOW)
    shown = reverse("reports:template-change", args=[change.number])
    assert 'data-testid="decide"' not in client.get(shown).content.decode()

    client.force_login(world.cast.reviewer)
    client.post(reverse("reports:opine-on-change", args=[change.number]), {"o-agrees": "yes", "o-opinion": "同意"})
    client.force_login(world.cast.manager)
    page = client.get(shown).content.decode()
    assert 'data-testid="decide"' in page
    assert "服务可用性" in page


def test_the_printed_form_names_number_versions_reason_difference_reports_opinions_and_approver(
    world: World, client: Client
) -> None:
    """F05: 申请号 模板 现版本 变更原因 变更内容 影响报告 申请人 评审意见 批准人 生效日 新版本."""
    change = decided(world)
    client.force_login(world.cast.manager)
    page = client.get(reverse("reports:template-change-print", args=[change.number])).content.decode()
    for words in (
        change.number, "SLA执行情况报告", "第 1 版", "客户要求", "服务可用性", "SLM-01", "张工", "与客户谈过", "李经理",
        LATER.isoformat(), "第 2 版",
    ):  # fmt: skip
        assert words in page, words


def decided(world: World) -> TemplateChange:
    """Return an approved change that takes availability out of R02 from a later day."""
    change = draft_change(kind="template", code="R02", actor=world.cast.author, now=NOW)
    blocks = [block for block in change.content["blocks"] if block["code"] != "availability"]
    wording = Wording(reason="客户要求", effective_from=LATER)
    content = {**change.content, "blocks": blocks}
    edit_change(number=change.number, content=content, wording=wording, actor=world.cast.author, now=NOW)
    submit_change(number=change.number, actor=world.cast.author, now=NOW)
    give_opinion(number=change.number, agrees=True, opinion="与客户谈过", actor=world.cast.reviewer, now=NOW)
    return approve_change(number=change.number, remark="", actor=world.cast.manager, now=NOW)


def test_two_versions_stand_side_by_side_on_the_same_frozen_figures(world: World, client: Client) -> None:
    report = world.draft()
    decided(world)
    client.force_login(world.cast.manager)
    address = reverse("reports:compare-templates", args=["R02"])
    page = client.get(address, {"before": "1", "after": "2", "report": str(report.pk)}).content.decode()
    assert f"冻结集 {report.figure_set}" in page
    assert page.count("<iframe") == 2
    assert "删去章节" in page

    preview = reverse("reports:template-preview", args=["R02", report.pk])
    old, new = (client.get(preview, {"version": version}).content.decode() for version in ("1", "2"))
    assert ("服务可用性" in old, "服务可用性" in new) == (True, False)
    assert Report.objects.get(pk=report.pk).template.version == 1
    assert client.get(preview, {"version": "9"}).status_code == 404
    assert client.get(preview, {"version": "TC-2026-999"}).status_code == 404


def test_the_customers_edition_leaves_out_what_is_for_the_house_and_both_tell_the_same_figures(
    world: World, client: Client
) -> None:
    """S2.2: the internal view is apart from the customer's; the approved document is the customer's."""
    report = world.draft()
    template = report.template
    template.blocks = [b | {"internal": True} if b["code"] == "nonconformities" else b for b in template.blocks]
    template.save()
    client.force_login(world.cast.author)
    shown = {
        audience: client.get(reverse("reports:edition", args=[report.pk, audience])).content.decode()
        for audience in ("customer", "internal")
    }
    assert ("不符合项与原因" in shown["customer"], "不符合项与原因" in shown["internal"]) == (False, True)
    assert "1 / 2" in shown["customer"]
    assert "1 / 2" in shown["internal"]
    titles = [getattr(block, "text", "") for block in document_of(Report.objects.get(pk=report.pk))[0].blocks]
    assert "不符合项与原因" not in titles
    assert "不符合项与原因" in client.get(reverse("reports:editions", args=[report.pk])).content.decode()
    client.force_login(world.cast.customer)
    assert client.get(reverse("reports:edition", args=[report.pk, "internal"])).status_code == 403


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (word_file(fields="{{报告编号}} {{版本}}"), "缺少域或书签：名称"),
        (word_file(without="Heading 2"), "缺少样式 Heading 2"),
        (word_file(fields="无"), "缺少域或书签：报告编号、名称、版本"),
    ],
)
def test_a_word_template_that_lacks_styles_or_fields_is_refused_with_what_it_lacks(
    world: World, file: bytes, fault: str
) -> None:
    change = draft_change(kind="template", code="R02", actor=world.cast.author, now=NOW)
    with pytest.raises(WordTemplateUnusable) as told:
        set_word_template(number=change.number, name="a.docx", file=file, actor=world.cast.author, now=NOW)
    assert told.value.message("zh").endswith(fault)


def test_what_is_no_word_file_is_refused_and_nobody_changes_the_draft_of_another(world: World) -> None:
    change = draft_change(kind="template", code="R02", actor=world.cast.author, now=NOW)
    with pytest.raises(TemplateUnusable):
        set_word_template(number=change.number, name="a.docx", file=b"PK", actor=world.cast.author, now=NOW)
    with pytest.raises(ChangeStepRefused):
        set_word_template(number=change.number, name="a.docx", file=word_file(), actor=world.cast.manager, now=NOW)


def test_a_bookmark_serves_as_well_as_a_field_and_is_told() -> None:
    found = examine(word_file(fields="{{名称}} {{版本}} {{部门}}", bookmark="报告编号"))
    assert (found.faults, found.bookmarks, found.unknown_fields) == ((), ("报告编号",), ("部门",))
    assert found.header == "云澜信息技术有限公司"


def test_an_uploaded_word_template_is_checked_previewed_and_carries_the_approved_report(
    world: World, client: Client
) -> None:
    report = world.draft()
    change = begun(client, world)
    upload = SimpleUploadedFile("公司.docx", word_file(fields="{{名称}} {{版本}} ", bookmark="报告编号"))
    page = client.post(
        reverse("reports:set-word-template", args=[change.number]), {"file": upload}, follow=True
    ).content.decode()
    assert "公司.docx 已检查并采用" in page
    assert "云澜信息技术有限公司" in page

    preview = reverse("reports:template-preview", args=["R02", report.pk])
    answer = client.get(preview, {"version": change.number, "format": "docx"})
    word = docx.Document(BytesIO(answer.content))
    assert word.sections[0].header.paragraphs[0].text == "云澜信息技术有限公司"
    assert word.paragraphs[0].text.startswith("SLA执行情况报告 A/0")
    assert DRAFT in word.paragraphs[0].text


def test_the_list_of_templates_tells_versions_and_coverage_and_lets_staff_alone_in(
    world: World, client: Client
) -> None:
    decided(world)
    client.force_login(world.cast.manager)
    page = client.get(reverse("reports:templates")).content.decode()
    assert f"第 2 版 {LATER.isoformat()}" in page
    one = client.get(reverse("reports:template", args=["R02"])).content.decode()
    assert "待生效" in one
    assert client.get(reverse("reports:template", args=["R99"])).status_code == 404
    client.force_login(world.cast.customer)
    assert client.get(reverse("reports:templates")).status_code == 403


def test_a_row_template_page_shows_the_rows_that_a_change_touches_and_those_that_stay(
    world: World, client: Client
) -> None:
    client.force_login(world.cast.author)
    client.post(reverse("reports:begin-template-change", args=["SLM", "rows"]))
    change = TemplateChange.objects.get(kind="row_template")
    edit = reverse("reports:edit-template-change", args=[change.number])
    fields = {**change.content, "name": "SLA履约报告", "frequency": "monthly", "edit_count": 0}
    page = client.post(edit, fields, follow=True).content.decode()
    assert "SLM-01" in page
    assert "→ SLA履约报告" in page
    assert "频次由服务协议决定" in page
    bad = client.post(edit, {**fields, "frequency": "daily", "edit_count": 1})
    assert bad.status_code == 422


def test_a_submitted_change_stands_among_the_tasks_of_reviewer_and_manager_until_they_have_acted(
    world: World, client: Client
) -> None:
    change = draft_change(kind="template", code="R02", actor=world.cast.author, now=NOW)
    blocks = [block for block in change.content["blocks"] if block["code"] != "availability"]
    wording = Wording(reason="客户要求", effective_from=LATER)
    content = {**change.content, "blocks": blocks}
    edit_change(number=change.number, content=content, wording=wording, actor=world.cast.author, now=NOW)
    submit_change(number=change.number, actor=world.cast.author, now=NOW)

    def told(who: User) -> bool:
        client.force_login(who)
        return "办理模板变更：R02" in client.get("/").content.decode()

    cast = world.cast
    assert (told(cast.reviewer), told(cast.manager), told(cast.author)) == (True, True, False)
    give_opinion(number=change.number, agrees=True, opinion="", actor=cast.reviewer, now=NOW)
    assert (told(cast.reviewer), told(cast.manager)) == (False, True)
    approve_change(number=change.number, remark="", actor=cast.manager, now=NOW)
    assert not told(cast.manager)


def test_a_new_row_starts_from_the_row_template_that_holds_and_follows_it(world: World, client: Client) -> None:
    """S1.41: the form is filled in; the row remembers its template."""
    client.force_login(world.cast.manager)
    address = reverse("reports:new-row") + "?from=INC"
    page = client.get(address).content.decode()
    assert "事件管理季度报告" in page
    filled = {
        "number": "INC-07", "name": "事件管理季度报告", "source_process": "事件管理", "template": "R05",
        "frequency": "quarterly", "working_days": "5", "recipients": "李经理", "row_template": "INC",
    }  # fmt: skip
    assert client.post(address, filled).status_code == 302
    assert RegisterRow.objects.get(number="INC-07").row_template == "INC"
    assert "value=" in client.get(reverse("reports:new-row") + "?from=NONE").content.decode()
