"""What can be wrong with an agreement: each fault of a file names the file, the line and the key.

BadInput
├── AgreementFault            has file, line, key and where; ``others`` holds the further faults of the same file
│   ├── FileUnreadable  KeyUnknown  KeyTwice  KeyMissing  ValueMissing  TextWanted  ListWanted  MapWanted
│   ├── ChoiceUnknown  DateUnreadable  SpanUnreadable  NumberUnreadable  DurationUnreadable  BoundUnreadable
│   ├── WindowUnreadable  MaintenanceUnreadable  WeekdaysUnreadable  ZoneUnknown  DueUnreadable
│   └── CalendarUndefined  NameTwice  TargetsClash  TargetKindUnclear
└── CalendarFileUnreadable
NotFound: AgreementUnknown  CalendarVersionUnknown
Refused:  AgreementDiffers  RevisionOutOfOrder  CustomerChanged  ServicePromisedTwice
          CalendarVersionDiffers  CalendarPastChanged; those of organisations: ``organisation_errors``
"""

from __future__ import annotations

from fuwubao.domain.errors import BadInput, NotFound, Refused


class AgreementFault(BadInput):
    """One fault at one place of an agreement file; ``others`` are the further faults found in the same reading."""

    code = "agreements.fault"
    zh = "{file} 第 {line} 行 {key}：内容无法读取"
    en = "{file}, line {line}, {key}: cannot be read"
    hint_zh = "请按《服务协议文件说明》修改后重试"
    hint_en = "Correct it by the description of the agreement file and try again"
    source = "S1.27"
    others: tuple[AgreementFault, ...] = ()


class FileUnreadable(AgreementFault):
    """The text is not one YAML document with a map at its top."""

    code = "agreements.file_unreadable"
    zh = "{file} 第 {line} 行：不是有效的 YAML（{problem}）"
    en = "{file}, line {line}: not valid YAML ({problem})"
    hint_zh = "检查缩进、冒号后的空格和引号是否成对"
    hint_en = "Check indentation, the space after colons, and matching quotes"


class KeyUnknown(AgreementFault):
    """A key that the agreement file does not have; the nearest known one is named."""

    code = "agreements.key_unknown"
    zh = "{file} 第 {line} 行 {key}：没有“{name}”这一项，最接近的是“{nearest}”"
    en = "{file}, line {line}, {key}: there is no key “{name}”; the nearest is “{nearest}”"
    hint_zh = "可用的项：{known}"
    hint_en = "Known keys: {known}"


class KeyTwice(AgreementFault):
    """The same key stands twice in one map."""

    code = "agreements.key_twice"
    zh = "{file} 第 {line} 行 {key}：“{name}”写了两次，第一次在第 {first} 行"
    en = "{file}, line {line}, {key}: “{name}” is written twice, first on line {first}"
    hint_zh = "只保留一处"
    hint_en = "Keep one of them"


class KeyMissing(AgreementFault):
    """A required key is absent."""

    code = "agreements.key_missing"
    zh = "{file} 第 {line} 行 {key}：缺少“{name}”"
    en = "{file}, line {line}, {key}: “{name}” is missing"
    hint_zh = "在此处补上“{name}”"
    hint_en = "Add “{name}” here"


class ValueMissing(AgreementFault):
    """A key is written without a value."""

    code = "agreements.value_missing"
    zh = "{file} 第 {line} 行 {key}：写了项名却没有值"
    en = "{file}, line {line}, {key}: the key has no value"
    hint_zh = "填写值，或删去这一项"
    hint_en = "Give a value or delete the key"


class TextWanted(AgreementFault):
    """A list or a map stands where a single value should be."""

    code = "agreements.text_wanted"
    zh = "{file} 第 {line} 行 {key}：这里应写一个值，不是列表或映射"
    en = "{file}, line {line}, {key}: a single value is wanted, not a list or a map"
    hint_zh = "写作 项名: 值"
    hint_en = "Write key: value"


class ListWanted(AgreementFault):
    """A single value or a map stands where a list should be."""

    code = "agreements.list_wanted"
    zh = "{file} 第 {line} 行 {key}：这里应写列表"
    en = "{file}, line {line}, {key}: a list is wanted"
    hint_zh = "写作 [甲, 乙]，或每行以“- ”开头"
    hint_en = "Write [a, b], or lines that begin with “- ”"


class MapWanted(AgreementFault):
    """A single value or a list stands where keys with values should be."""

    code = "agreements.map_wanted"
    zh = "{file} 第 {line} 行 {key}：这里应写若干“项名: 值”"
    en = "{file}, line {line}, {key}: keys with values are wanted"
    hint_zh = "写作 {{项名: 值}}，或换行缩进逐项书写"
    hint_en = "Write {{key: value}}, or one key a line, indented"


class CodeUnreadable(AgreementFault):
    """A code that could not stand in an address or a file name."""

    code = "agreements.code_unreadable"
    zh = "{file} 第 {line} 行 {key}：“{value}”不能作编号"
    en = "{file}, line {line}, {key}: “{value}” cannot be a code"
    hint_zh = "编号由字母、数字、汉字和 . _ - 组成，最长 64 字"
    hint_en = "A code has letters, digits and . _ -, at most 64 of them"


class TextTooLong(AgreementFault):
    """A name or reason longer than what is kept of it."""

    code = "agreements.text_too_long"
    zh = "{file} 第 {line} 行 {key}：文字有 {length} 字，最多 {most} 字"
    en = "{file}, line {line}, {key}: the text has {length} characters, at most {most} are kept"
    hint_zh = "缩短文字"
    hint_en = "Shorten the text"


class ChoiceUnknown(AgreementFault):
    """A word outside a closed list."""

    code = "agreements.choice_unknown"
    zh = "{file} 第 {line} 行 {key}：“{value}”不在可用值之中"
    en = "{file}, line {line}, {key}: “{value}” is not one of the allowed values"
    hint_zh = "可用值：{known}"
    hint_en = "Allowed: {known}"


class DateUnreadable(AgreementFault):
    """Not a day of the calendar in the form YYYY-MM-DD."""

    code = "agreements.date_unreadable"
    zh = "{file} 第 {line} 行 {key}：“{value}”不是日期"
    en = "{file}, line {line}, {key}: “{value}” is not a date"
    hint_zh = "写作 2026-10-01，且须为真实存在的日期"
    hint_en = "Write it as 2026-10-01; the day must exist"


class SpanUnreadable(AgreementFault):
    """Not two dates in order."""

    code = "agreements.span_unreadable"
    zh = "{file} 第 {line} 行 {key}：“{value}”不是起止日期，或止日早于起日"
    en = "{file}, line {line}, {key}: “{value}” is not a pair of dates in order"
    hint_zh = "写作 2026-01-01/2026-12-31，两端日期都包含在内"
    hint_en = "Write it as 2026-01-01/2026-12-31; both days are included"


class NumberUnreadable(AgreementFault):
    """Not a whole number within the limits of its key."""

    code = "agreements.number_unreadable"
    zh = "{file} 第 {line} 行 {key}：“{value}”不是 {least} 至 {most} 之间的整数"
    en = "{file}, line {line}, {key}: “{value}” is not a whole number from {least} to {most}"
    hint_zh = "写阿拉伯数字，不带单位"
    hint_en = "Write digits without a unit"


class DurationUnreadable(AgreementFault):
    """Not a duration greater than zero."""

    code = "agreements.duration_unreadable"
    zh = "{file} 第 {line} 行 {key}：“{value}”不是时长"
    en = "{file}, line {line}, {key}: “{value}” is not a duration"
    hint_zh = "写作 15m、4h、1h30m、90s；工作日写作 5wd。须大于零；“天”有两义，请写 24h 或 1wd"
    hint_en = "Write 15m, 4h, 1h30m, 90s, or 5wd for working days; above zero; “d” is ambiguous: write 24h or 1wd"


class BoundUnreadable(AgreementFault):
    """Not an operator with a value, or a value that the key does not admit."""

    code = "agreements.bound_unreadable"
    zh = "{file} 第 {line} 行 {key}：“{value}”不是目标值"
    en = "{file}, line {line}, {key}: “{value}” is not a target value"
    hint_zh = '写作 ">= 98 %"、"<= 4 h" 或 ">= 4.5"；达成率须用 >= 且在 0 至 100 % 之间'
    hint_en = 'Write ">= 98 %", "<= 4 h" or ">= 4.5"; an attainment takes >= and 0 to 100 %'


class WindowUnreadable(AgreementFault):
    """Not a window of a day."""

    code = "agreements.window_unreadable"
    zh = "{file} 第 {line} 行 {key}：“{value}”不是时段"
    en = "{file}, line {line}, {key}: “{value}” is not a window"
    hint_zh = '写作 "09:00-12:00"；跨零点写作 "20:00-06:00"；当日结束写作 24:00'
    hint_en = 'Write "09:00-12:00"; over midnight "20:00-06:00"; the end of the day is 24:00'


class MaintenanceUnreadable(AgreementFault):
    """Not a weekday with a window."""

    code = "agreements.maintenance_unreadable"
    zh = "{file} 第 {line} 行 {key}：“{value}”不是维护窗口"
    en = "{file}, line {line}, {key}: “{value}” is not a maintenance window"
    hint_zh = '写作 "sun 00:00-04:00"；跨零点写作 "sat 22:00-02:00"'
    hint_en = 'Write "sun 00:00-04:00"; over midnight "sat 22:00-02:00"'


class WeekdaysUnreadable(AgreementFault):
    """Not a weekday, a list or a range of weekdays."""

    code = "agreements.weekdays_unreadable"
    zh = "{file} 第 {line} 行 {key}：“{value}”不是星期"
    en = "{file}, line {line}, {key}: “{value}” names no weekdays"
    hint_zh = '写作 mon、mon-fri 或 "mon,wed,fri"（mon tue wed thu fri sat sun）'
    hint_en = 'Write mon, mon-fri or "mon,wed,fri" (mon tue wed thu fri sat sun)'


class ZoneUnknown(AgreementFault):
    """No time zone of that name in the zone database."""

    code = "agreements.zone_unknown"
    zh = "{file} 第 {line} 行 {key}：没有名为“{value}”的时区"
    en = "{file}, line {line}, {key}: there is no time zone “{value}”"
    hint_zh = "写作 Asia/Shanghai、Europe/Berlin 等地区时区名"
    hint_en = "Write a region's zone such as Asia/Shanghai or Europe/Berlin"


class DueUnreadable(AgreementFault):
    """A due rule that is neither the map nor the words of the format."""

    code = "agreements.due_unreadable"
    zh = "{file} 第 {line} 行 {key}：“{value}”不是截止规则"
    en = "{file}, line {line}, {key}: “{value}” is not a due rule"
    hint_zh = (
        '写作 "5 working days after period end"、"月结束后第 5 个工作日前" 或 {{working_days: 5, after: period_end}}；'
        "working_days、days、day 只写一项，month 须与 day 同写"
    )
    hint_en = (
        'Write "5 working days after period end" or {{working_days: 5, after: period_end}}; '
        "one of working_days, days, day; month only beside day"
    )


class CalendarUndefined(AgreementFault):
    """A target names a calendar that the file does not define."""

    code = "agreements.calendar_undefined"
    zh = "{file} 第 {line} 行 {key}：日历“{value}”没有在 calendars 中定义"
    en = "{file}, line {line}, {key}: the calendar “{value}” is not defined under calendars"
    hint_zh = "已定义的日历：{known}"
    hint_en = "Defined calendars: {known}"


class NameTwice(AgreementFault):
    """Two services, targets or duties share a code."""

    code = "agreements.name_twice"
    zh = "{file} 第 {line} 行 {key}：“{value}”与第 {first} 行重复"
    en = "{file}, line {line}, {key}: “{value}” repeats line {first}"
    hint_zh = "在一份协议内编号不得重复，请改用不同的编号"
    hint_en = "Codes are unique within an agreement: give another one"


class TargetsClash(AgreementFault):
    """Two rows fit the same ticket equally well (semantics 3)."""

    code = "agreements.targets_clash"
    zh = "{file} 第 {line} 行 {key}：目标“{value}”与第 {first} 行的“{other}”会同时适用于同一单据，且条件数目相同"
    en = "{file}, line {line}, {key}: “{value}” and “{other}” on line {first} fit the same tickets with as many keys"
    hint_zh = "改写其中一行的 applies，或另加一行更具体的目标覆盖两者重叠之处"
    hint_en = "Change one row's applies, or add a more specific row for what both cover"


class TargetKindUnclear(AgreementFault):
    """A target is neither about a clock nor about a measure, or about both."""

    code = "agreements.target_kind_unclear"
    zh = "{file} 第 {line} 行 {key}：目标须写 clock 或 measure，二者取一"
    en = "{file}, line {line}, {key}: a target has either clock or measure"
    hint_zh = "计时目标写 clock 与 within；指标目标写 measure 与 value"
    hint_en = "A clock target has clock and within; a measure target has measure and value"


class AgreementDiffers(Refused):
    """The code is known with other content, and the file does not say from when the change holds."""

    code = "agreements.differs"
    zh = "协议 {agreement} 已载入且内容不同；改动须写明 revision"
    en = "Agreement {agreement} is loaded with other content; a change must state its revision"
    hint_zh = "加上一行 revision: {{from: 生效日期, reason: 原因}} 后再载入；已判定的单据不会重新判定"
    hint_en = "Add revision: {{from: DATE, reason: TEXT}} and load again; decided tickets are not judged anew"
    source = "S1.29"


class RevisionOutOfOrder(Refused):
    """A revision must hold from a later day than every revision that is there."""

    code = "agreements.revision_out_of_order"
    zh = "协议 {agreement} 的修订须自 {latest} 之后的日期生效，所写为 {revision}"
    en = "A revision of agreement {agreement} must hold from a day after {latest}; the file says {revision}"
    hint_zh = "已生效的修订不得改写；请写更晚的生效日期"
    hint_en = "A revision in force is never rewritten: give a later day"


class CustomerChanged(Refused):
    """A revision names another customer or kind than the agreement."""

    code = "agreements.customer_changed"
    zh = "协议 {agreement} 属于 {before}，修订不得改为 {after}"
    en = "Agreement {agreement} belongs to {before}; a revision cannot make it {after}"
    hint_zh = "为另一客户或另一类协议请使用新的协议编号"
    hint_en = "Use a new agreement code for another customer or kind"


class ServicePromisedTwice(Refused):
    """Two agreements of one customer list one service on the same days (semantics 3)."""

    code = "agreements.service_promised_twice"
    zh = "服务 {service} 在 {first} 至 {last} 已由协议 {other} 约定，协议 {agreement} 不能再约定"
    en = "Service {service} is promised by agreement {other} from {first} to {last}; {agreement} cannot promise it too"
    hint_zh = "缩短其中一份的有效期，或从一份中去掉该服务"
    hint_en = "Shorten one agreement or take the service out of one of them"


class AgreementUnknown(NotFound):
    """No agreement of that code."""

    code = "agreements.unknown"
    zh = "没有编号为 {agreement} 的协议"
    en = "There is no agreement {agreement}"
    hint_zh = "运行 fuwubao agreement list 查看已有协议"
    hint_en = "Run fuwubao agreement list to see what is there"


class CalendarVersionUnknown(NotFound):
    """No national calendar of that version."""

    code = "agreements.calendar_version_unknown"
    zh = "没有版本为 {version} 的法定节假日历"
    en = "There is no national calendar of version {version}"
    hint_zh = "已有版本：{known}"
    hint_en = "Known versions: {known}"


class CalendarFileUnreadable(BadInput):
    """A national calendar file with a wrong line."""

    code = "agreements.calendar_file_unreadable"
    zh = "{file} 第 {line} 行：“{value}”不是节假日历的一行"
    en = "{file}, line {line}: “{value}” is no line of a holiday calendar"
    hint_zh = "每行为 日期,holiday 或 makeup,名称；文件头写 version 与 published_through"
    hint_en = "Each line is date, holiday or makeup, name; the head states version and published_through"


class CalendarVersionDiffers(Refused):
    """A version is known with other content."""

    code = "agreements.calendar_version_differs"
    zh = "法定节假日历版本 {version} 已有且内容不同"
    en = "National calendar {version} is known with other content"
    hint_zh = "换一个版本号再载入"
    hint_en = "Give it another version and load again"


class CalendarPastChanged(Refused):
    """A newer calendar changes a day that was already published when the agreement was loaded."""

    code = "agreements.calendar_past_changed"
    zh = "日历 {version} 改变了已公布的日期 {day}，会改变已有判定，协议 {agreement} 不能直接采用"
    en = "Calendar {version} changes {day}, which was published; agreement {agreement} cannot adopt it as it is"
    hint_zh = "以新修订载入协议，写明自何日起采用新日历"
    hint_en = "Load the agreement as a new revision that says from which day the new calendar holds"
