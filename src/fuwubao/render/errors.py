"""What the renderer refuses."""

from __future__ import annotations

from fuwubao.domain.errors import BadInput, Refused


class FontsMissing(Refused):
    """A document font is not in the package's folder."""

    code = "render.fonts_missing"
    zh = "缺少文档字体 {fonts}（应在 {folder}）"
    en = "Document fonts are missing: {fonts} (expected in {folder})"
    hint_zh = "运行 make assets"
    hint_en = "Run make assets"


class DocumentUnreadable(BadInput):
    """A stored document tree does not have the shape that this version reads."""

    code = "render.document_unreadable"
    zh = "文档树无法读取，{where}：{why}"
    en = "The document tree cannot be read at {where}: {why}"
    hint_zh = "请用生成它的版本打开，或重新生成报告"
    hint_en = "Open it with the version that made it, or build the report again"


class UnknownAnchor(BadInput):
    """The text refers to a table, chart, chapter or figure that the document does not have."""

    code = "render.unknown_anchor"
    zh = "文中引用了不存在的对象：{anchor}"
    en = "The text refers to something the document does not have: {anchor}"
    hint_zh = "改正引用，或补上被引用的表、图或数字"
    hint_en = "Correct the reference or add what it points at"


class RepeatedAnchor(BadInput):
    """Two blocks carry the same anchor, so a reference would not know where to lead."""

    code = "render.repeated_anchor"
    zh = "两处使用了同一锚点：{anchor}"
    en = "Two places carry the same anchor: {anchor}"
    hint_zh = "为其中一处换一个锚点"
    hint_en = "Give one of them another anchor"


class UnevenTable(BadInput):
    """A row has not one cell a column, or a series not one point a period."""

    code = "render.uneven"
    zh = "{where}：应有 {expected} 项，实有 {found} 项"
    en = "{where}: {expected} expected, {found} found"
    hint_zh = "补齐或删去多余的项"
    hint_en = "Fill in or remove the difference"


class TemplateUnusable(BadInput):
    """The firm's Word template cannot be opened."""

    code = "render.template_unusable"
    zh = "Word 模板无法使用：{why}"
    en = "The Word template cannot be used: {why}"
    hint_zh = "请提供未加密的 .docx 文件"
    hint_en = "Give an unencrypted .docx file"
