"""What the system and the parsers say in English only, in both languages: a message never mixes them."""

from __future__ import annotations

import errno
import json

from fuwubao.domain.words import Words

_SYSTEM = {
    errno.ENOENT: Words("没有这个文件或文件夹", "no such file or folder"),
    errno.EISDIR: Words("是文件夹，不是文件", "is a folder, not a file"),
    errno.ENOTDIR: Words("路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.EACCES: Words("没有权限", "permission denied"),
    errno.EPERM: Words("不允许", "not permitted"),
    errno.EROFS: Words("所在的盘只读", "the disk is read-only"),
    errno.ENOSPC: Words("磁盘空间不足", "no space left on the disk"),
    errno.EEXIST: Words("已经存在", "it exists already"),
    errno.ENAMETOOLONG: Words("文件名太长", "the name is too long"),
    errno.ELOOP: Words("链接成环", "links lead in a circle"),
    errno.EIO: Words("读写出错", "reading or writing failed"),
}
# the beginning of what libyaml and PyYAML say
_YAML = {
    "mapping values are not allowed": Words("此处不能有“键: 值”", "a key with a value is not allowed here"),
    "block sequence entries are not allowed": Words("此处不能有列表项", "a list item is not allowed here"),
    "block mapping entries are not allowed": Words("此处不能有键", "a key is not allowed here"),
    "block collections are not allowed": Words("此处不能有缩进的内容", "an indented part is not allowed here"),
    "did not find expected key": Words("此处应为一个键，缩进可能不齐", "a key was expected, check the indentation"),
    "did not find expected ',' or ']'": Words("列表缺少逗号或 ]", "a list lacks a comma or ]"),
    "did not find expected ',' or '}'": Words("花括号内缺少逗号或 }", "a comma or } is missing in braces"),
    "expected ',' or ']'": Words("列表缺少逗号或 ]", "a list lacks a comma or ]"),
    "expected ',' or '}'": Words("花括号内缺少逗号或 }", "a comma or } is missing in braces"),
    "did not find expected '-' indicator": Words("此处应为列表项 -", "a list item - was expected"),
    "did not find expected node content": Words("此处缺少值", "a value is missing here"),
    "did not find expected <document start>": Words("只能有一份文档", "there may be one document only"),
    "expected <block end>": Words("缩进不齐", "the indentation is off"),
    "expected a single document": Words("只能有一份文档", "there may be one document only"),
    "could not find expected ':'": Words("键后缺少冒号", "a colon is missing after a key"),
    "found character that cannot start any token": Words(
        "此处不能用制表符或这个符号", "a tab or this sign cannot stand here"
    ),
    "found character": Words("此处不能用制表符或这个符号", "a tab or this sign cannot stand here"),
    "found a tab character": Words("缩进不能用制表符", "tabs cannot indent"),
    "found unexpected end of stream": Words("引号或括号没有结束", "a quote or bracket is not closed"),
    "found unexpected document indicator": Words("引号内不能有 ---", "--- cannot stand within quotes"),
    "found undefined alias": Words("引用的别名没有定义", "an alias is used and not defined"),
    "found duplicate anchor": Words("同一锚点写了两次", "an anchor is written twice"),
    "found unknown escape character": Words("引号内有不认识的转义", "an escape within quotes is not known"),
    "found invalid": Words("引号内有不认识的转义", "an escape within quotes is not known"),
    "control characters are not allowed": Words("有控制字符，可能不是文本文件", "control characters, perhaps no text"),
    "special characters are not allowed": Words("有控制字符，可能不是文本文件", "control characters, perhaps no text"),
}
_JSON = {
    "Expecting value": Words("此处缺少值", "a value is missing here"),
    "Expecting property name": Words("此处应为带双引号的名称", "a name in double quotes was expected"),
    "Expecting ':' delimiter": Words("名称后缺少冒号", "a colon is missing after a name"),
    "Expecting ',' delimiter": Words("缺少逗号", "a comma is missing"),
    "Illegal trailing comma": Words("末尾多了一个逗号", "there is a comma too many at the end"),
    "Extra data": Words("末尾有多余的内容", "there is more after the end"),
    "Unterminated string": Words("引号没有结束", "a quote is not closed"),
    "Invalid control character": Words("引号内有控制字符", "a control character stands within quotes"),
    "Invalid \\": Words("引号内有不认识的转义", "an escape within quotes is not known"),
}


def system_words(fault: OSError) -> Words:
    """Say why the system refused a file; a reason without words of ours is told by its number."""
    number = fault.errno or 0
    return _SYSTEM.get(number, Words(f"系统错误 {number}", f"system error {number}"))


def yaml_words(problem: str) -> Words:
    """Say what a YAML reader found wrong."""
    found = [words for begins, words in _YAML.items() if problem.startswith(begins)]
    return found[0] if found else Words("写法有误", "it is not well formed")


def json_words(fault: Exception) -> Words:
    """Say what a JSON reader found wrong, with line and column where it knows them."""
    if isinstance(fault, UnicodeDecodeError):
        return Words("不是 UTF-8 文本", "not text in UTF-8")
    if not isinstance(fault, json.JSONDecodeError):
        return Words("层次太深或数字太长", "nested too deeply, or a number is too long")
    found = [words for begins, words in _JSON.items() if fault.msg.startswith(begins)]
    why = found[0] if found else Words("不是有效的 JSON", "not valid JSON")
    return Words(
        f"第 {fault.lineno} 行第 {fault.colno} 个字符：{why.zh}",
        f"line {fault.lineno}, character {fault.colno}: {why.en}",
    )
