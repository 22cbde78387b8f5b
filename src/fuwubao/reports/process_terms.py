"""《运行服务管理体系术语表》: the words of the process in both languages (S2.15)."""

from __future__ import annotations

from fuwubao.domain.words import Words

TABLE = """
服务报告 | service report
服务报告列表 | service report register
服务报告计划 | report plan
报告期间 | reporting period
报告模板 | report template
模板变更 | template change
章节 | block/section
反应性报告 | reactive
前置性报告 | proactive
预先计划报告 | forward schedule
主动/被动 | provider-initiated / on request
评审 | review (judge fitness)
审核 | check/verify by the reviewer
批准 | approval
总结 | summary
管理评审 | management review
退回 | return
签收/确认 | acknowledge
分发 | distribution
归档 | archive
作废 | void
编制人 | author
会签 | countersign
服务报告流程经理 | service report process manager
管理者代表 | management representative
评审组 | review group
流程负责人 | process owner
服务经理 | service manager
相关方 | interested party
汇报对象 | recipient
受众 | audience
服务级别协议 | service level agreement (SLA)
运营级别协议 | operational level agreement (OLA)
支撑合同 | underpinning contract (UC)
服务级别目标 | service level target
服务目录 | service catalogue
工作量 | workload
工作量限制 | workload limit
例外/排除条款 | exception/exclusion
服务时间 | service hours
事件 | incident
重大事件 | major incident
服务请求 | service request
问题 | problem
已知错误 | known error
变更 | change
发布 | release
挂起 | pending
重开 | reopen
积压 | backlog
账龄 | ageing
升级 | escalation
优先级 | priority
影响度/紧急度 | impact/urgency
可用性 | availability
约定服务时间 | agreed service time (AST)
停机时间 | downtime (DT)
计划内停机 | planned downtime
平均恢复时间 | mean time to restore service (MTRS)
平均故障间隔 | mean time between failures (MTBF)
平均系统事件间隔 | mean time between system incidents (MTBSI)
业务连续性计划 | business/service continuity plan (BCP)
达成率 | attainment
达标/未达标 | met/not met
口径 | metric definition
快照 | snapshot
数据来源 | data source
数据截至 | as-of
环比 | period-on-period
同比 | year-on-year
百分点 | percentage point
不适用 | not applicable
数据不可用 | unavailable
更正说明 | restatement
投诉 | complaint
咨询 | enquiry
建议 | suggestion
纠纷 | dispute
结案 | close
主管部门 | accountable department
回访 | follow-up call
满意度 | satisfaction
回收率 | response rate
净推荐值 | net promoter score (NPS)
不符合(不合格) | nonconformity
纠正 | correction
纠正措施 | corrective action
预防措施 | preventive action
持续改进 | continual improvement
服务改进计划 | service improvement plan (SIP)
改进项 | improvement action
验证 | verification
供方/供应商 | supplier
关键供方 | key supplier
合同分包方 | subcontractor
牵头供方 | lead supplier
服务需求调查 | demand survey
服务策划 | service planning
服务实施 | delivery
服务评估 | evaluation
宣贯 | communicate and train
受控状态 | control status
分发号 | distribution no.
持有人 | holder
版本/修订 | edition/revision
保存期限 | retention
绩效考核 | appraisal
委派 | delegation
超时 | late: one ticket past its target
未达标 | target missed
逾期 | overdue: a duty past its date
计时/暂停计时 | clock running / clock paused
计时时长（扣除挂起） | net time (pauses taken off)
年度报告计划 | yearly plan of reports
应办事项 | duties
不迟于 24:00 | no later than 24:00 (a due date)
预检 | dry run
数据采集 | data collection
免报/延期 | waiver / moved date
签发 | further signature after approval
服务承诺书 | commitment
服务回顾会 | service review meeting
用印登记 | seal register
补录 | late entry
内审 | internal audit
"""
TERMS: tuple[Words, ...] = tuple(
    Words(*(part.strip() for part in line.split("|"))) for line in TABLE.strip().splitlines()
)


def terms_like(text: str) -> tuple[Words, ...]:
    """Return the terms that hold a text in either language, all for an empty one, in order of the table."""
    asked = text.strip().casefold()
    return tuple(one for one in TERMS if asked in one.zh.casefold() or asked in one.en.casefold())
