"""Refusals of the room records; ``letter`` is the code that the command's JSON shows (dirty/README rules)."""

from __future__ import annotations

from typing import ClassVar

from fuwubao.domain.errors import BadInput, NotAllowed, NotFound, Refused


class FileRefused(BadInput):
    """A whole file cannot be taken in."""

    code = "records.file_refused"
    letter: ClassVar[str] = "E-FILE"


class EmptyFile(FileRefused):
    """The file holds no byte, or nothing but white space (rule 18)."""

    code = "records.empty_file"
    letter = "E-EMPTY"
    zh = "{file}：文件是空的"
    en = "{file}: the file is empty"
    hint_zh = "请重新导出后再上传"
    hint_en = "Export it again and upload that file"


class WrongFileType(FileRefused):
    """The content is not what the name says (rule 19)."""

    code = "records.wrong_file_type"
    letter = "E-FILETYPE"
    zh = "{file}：文件名表示 {named}，内容却是 {found}"
    en = "{file}: the name says {named}, but the content is {found}"
    hint_zh = "请改成与内容相符的扩展名，或另存为 CSV、XLSX 后再上传"
    hint_en = "Give it the extension of its content, or save it as CSV or XLSX"


class UndecodableText(FileRefused):
    """The bytes are text in no supported encoding (rule 2)."""

    code = "records.undecodable_text"
    letter = "E-ENCODING"
    zh = "{file}：无法识别文字编码（已尝试 UTF-8、UTF-16、GBK、GB18030）"
    en = "{file}: the text encoding cannot be told (tried UTF-8, UTF-16, GBK, GB18030)"
    hint_zh = "请另存为 UTF-8 编码的 CSV，或指明文字编码"
    hint_en = "Save it as CSV in UTF-8, or say the encoding"


class DamagedFile(FileRefused):
    """The file breaks off or is not well formed."""

    code = "records.damaged_file"
    letter = "E-FILETYPE"
    zh = "{file}：{found} 文件已损坏，无法读取"
    en = "{file}: the {found} file is damaged and cannot be read"
    hint_zh = "请重新导出后再上传"
    hint_en = "Export it again and upload that file"


class SheetMissing(FileRefused):
    """The workbook has no sheet of the name that a person gave."""

    code = "records.sheet_missing"
    letter = "E-HEADER"
    zh = "{file}：没有名为“{sheet}”的工作表；现有：{known}"
    en = "{file}: there is no sheet “{sheet}”; there are: {known}"
    hint_zh = "请从现有的工作表中选择"
    hint_en = "Choose one of the sheets that there are"


class HeaderRowMissing(FileRefused):
    """The row that a person named as the header is beyond the end of the file, or blank."""

    code = "records.header_row_missing"
    letter = "E-HEADER"
    zh = "{file}：第 {row} 行没有内容，不能作为表头"
    en = "{file}: row {row} holds nothing and cannot be the header"
    hint_zh = "请核对表头所在的行号，以电子表格中显示的为准"
    hint_en = "Check the number of the header row as a spreadsheet shows it"


class ReadingUnknown(BadInput):
    """An encoding, delimiter or header row that cannot be used."""

    code = "records.reading_unknown"
    zh = "读取方式 {choice} 不能是“{value}”；可用：{known}"
    en = "{choice} cannot be “{value}”; known: {known}"
    hint_zh = "留空则按文件内容识别"
    hint_en = "Leave it out and it is told from the file"


class ReadingUnfit(BadInput):
    """A choice that a file of this form does not have."""

    code = "records.reading_unfit"
    zh = "{file}：{form} 文件没有 {choice} 可选"
    en = "{file}: a {form} file has no {choice} to choose"
    hint_zh = "去掉这一项"
    hint_en = "Leave this choice out"


class HeaderIncomplete(FileRefused):
    """Required columns are not in the header (rule 6)."""

    code = "records.header_incomplete"
    letter = "E-HEADER"
    zh = "{file}：表头缺少必需的列：{missing}{offer}"
    en = "{file}: the header lacks required columns: {missing}{offer}"
    hint_zh = "请在对应关系中为缺少的列指定文件中的列"
    hint_en = "Map a column of the file to each missing one"


class KindUnknown(BadInput):
    """No record kind of this name."""

    code = "records.kind_unknown"
    zh = "没有名为“{kind}”的数据种类；可用：{known}"
    en = "There is no record kind “{kind}”; known: {known}"
    hint_zh = "用 --kind 指定其中之一"
    hint_en = "Name one of them with --kind"


class MappingUnreadable(BadInput):
    """A mapping file says something that cannot be followed."""

    code = "records.mapping_unreadable"
    zh = "对应关系 {where}：{why}"
    en = "Mapping {where}: {why}"
    hint_zh = "请对照 docs/mappings 中的例子修改"
    hint_en = "Correct it after the examples in docs/mappings"


class FileMissing(NotFound):
    """No file at this path."""

    code = "records.file_missing"
    zh = "找不到文件：{file}"
    en = "No such file: {file}"
    hint_zh = "请核对路径"
    hint_en = "Check the path"


class BatchMissing(NotFound):
    """No batch of this number."""

    code = "records.batch_missing"
    zh = "找不到批次：{batch}"
    en = "No such batch: {batch}"
    hint_zh = "用 fuwubao intake list 查看批次"
    hint_en = "See the batches with fuwubao intake list"


class BatchAlreadyUndone(Refused):
    """A batch is undone once."""

    code = "records.batch_already_undone"
    zh = "批次 {batch} 已于 {at} 撤销"
    en = "Batch {batch} was already undone at {at}"
    hint_zh = "无需再撤销；需要时可重新导入文件"
    hint_en = "Nothing to do; load the file again when it is needed"


class BatchInUse(Refused):
    """Frozen figures rest on the batch: undoing it needs a request and an approver (design section 6)."""

    code = "records.batch_in_use"
    zh = "批次 {batch} 已用于 {count} 份报告的冻结数字（{reports}），不能直接撤销"
    en = "Batch {batch} stands behind the frozen figures of {count} reports ({reports}) and cannot simply be undone"
    hint_zh = "在批次 {batch} 的页面提出撤销申请，由申请人以外的人批准后撤销"
    hint_en = "Request it on the page of batch {batch}; it is undone once another person approves"


class MappingInUse(Refused):
    """Loaded batches were read with the value map: other words need a request and an approver (design section 6)."""

    code = "records.mapping_in_use"
    zh = "对应关系“{mapping}”的取值对照已用于 {count} 个批次（{batches}），不能直接改写"
    en = "The value map of “{mapping}” was used by {count} batches ({batches}) and cannot simply be changed"
    hint_zh = "在“对应关系”页提出取值对照变更申请，或另存为一个新名称"
    hint_en = "Request the change on the page of mappings, or save under another name"


class RowNotInQuarantine(NotFound):
    """The row is not (any more) in quarantine."""

    code = "records.row_not_in_quarantine"
    zh = "隔离区中没有这一行：批次 {batch} 第 {row} 行"
    en = "Not in quarantine: batch {batch}, row {row}"
    hint_zh = "它可能已经修正并补导"
    hint_en = "It may have been mended and replayed"


class MendUnknownColumn(BadInput):
    """A mended cell names a column that the record kind does not have."""

    code = "records.mend_unknown_column"
    zh = "“{kind}”没有字段：{columns}"
    en = "“{kind}” has no such columns: {columns}"
    hint_zh = "请使用字段名，如 opened_at"
    hint_en = "Use column names such as opened_at"


class VerifierIsEnterer(NotAllowed):
    """A value entered by hand is verified by another person."""

    code = "records.verifier_is_enterer"
    zh = "手工登记指标须由另一人核实"
    en = "A value entered by hand is verified by another person"
    hint_zh = "请指定登记人以外的核实人"
    hint_en = "Name a verifier other than the one who enters it"


class ValueRejected(BadInput):
    """A value entered by hand breaks a rule of its schema."""

    code = "records.value_rejected"
    zh = "{field}：{why}"
    en = "{field}: {why}"


class SnapshotMissing(NotFound):
    """No snapshot of this name in this workspace."""

    code = "records.snapshot_missing"
    zh = "找不到快照：{snapshot}"
    en = "No such snapshot: {snapshot}"
    hint_zh = "用 fuwubao store history 查看快照"
    hint_en = "See the snapshots with fuwubao store history"


class StoreBusy(Refused):
    """Another process writes to the record store."""

    code = "records.store_busy"
    zh = "另一个进程正在写入记录库"
    en = "Another process is writing to the record store"
    hint_zh = "请稍后重试"
    hint_en = "Try again in a moment"


class UploadMissing(NotFound):
    """No such file on its way in."""

    code = "records.upload_missing"
    zh = "找不到上传的文件：{number}"
    en = "No such upload: {number}"
    hint_zh = "请重新上传"
    hint_en = "Upload it again"


class UploadTooLarge(BadInput):
    """A file beyond what a page takes in."""

    code = "records.upload_too_large"
    zh = "{file}：{size} MB，网页上传上限 {limit} MB"
    en = "{file}: {size} MB, the page takes up to {limit} MB"
    hint_zh = "请用命令 fuwubao intake load 导入"
    hint_en = "Load it with fuwubao intake load"


class EntryMissing(NotFound):
    """No value by hand of this number waits for verification."""

    code = "records.entry_missing"
    zh = "没有待核实的手工登记：{number}"
    en = "No value by hand waits for verification: {number}"
    hint_zh = "它可能已经核实"
    hint_en = "It may have been verified"


class RecordMissing(NotFound):
    """No version of this record in the store."""

    code = "records.record_missing"
    zh = "记录库中没有{kind} {number}（来源 {source}）"
    en = "No {kind} {number} in the store (source {source})"
    hint_zh = "请核对编号与来源"
    hint_en = "Check the number and the source"
