"""What writing together refuses."""

from __future__ import annotations

from fuwubao.domain.errors import NotFound, Refused


class BlockHeld(Refused):
    """Another person writes the block just now."""

    code = "reports.block_held"
    zh = "“{block}”正由 {holder} 编辑，到 {until} 为止"
    en = "“{block}” is being written by {holder} until {until}"
    hint_zh = "等对方完成，或在批注里 @ 对方；现有文字没有改动"
    hint_en = "Wait, or mention them in a comment; the present text was not changed"
    source = "design 6"


class BlockOfAnother(Refused):
    """The block was given to another person to write."""

    code = "reports.block_of_another"
    zh = "“{block}”由 {author} 编写"
    en = "“{block}” is {author}'s to write"
    hint_zh = "在批注里说明，或请报告编制人改派"
    hint_en = "Say it in a comment, or ask the report's author to give you the block"
    source = "design 6"


class VersionUnknown(NotFound):
    """No such earlier text of the block."""

    code = "reports.version_unknown"
    zh = "没有第 {number} 份旧文字"
    en = "There is no earlier text {number}"
    hint_zh = "从本章的修改记录中选择"
    hint_en = "Choose from the history of the block"
    source = "S2.17"


class CommentUnknown(NotFound):
    """No such open comment."""

    code = "reports.comment_unknown"
    zh = "没有待了结的批注 {number}"
    en = "There is no open comment {number}"
    hint_zh = "重新打开该章"
    hint_en = "Open the block again"
    source = "F04"


class BlockUnknown(NotFound):
    """The template has no such block."""

    code = "reports.block_unknown"
    zh = "报告没有章节 {block}"
    en = "The report has no block {block}"
    hint_zh = "从左侧章节中选择"
    hint_en = "Choose from the blocks at the left"
    source = "S1.27"
