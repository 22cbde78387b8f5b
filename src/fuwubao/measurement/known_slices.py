"""Which slices there are to ask for: a service, team or priority that nobody ever named is refused, never empty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.errors import NotFound
from fuwubao.domain.figures import Dimension
from fuwubao.domain.terms import AgreementTerms
from fuwubao.domain.words import Words
from fuwubao.engine.measures.evidence import Evidence
from fuwubao.measurement.evidence import evidence_as_of
from fuwubao.measurement.queries import customers_of, known_customer
from fuwubao.records import queries as records

NAMES = {
    Dimension.SERVICE: Words("服务", "service"),
    Dimension.PRIORITY: Words("优先级", "priority"),
    Dimension.CLASS: Words("工单类别", "class"),
    Dimension.TARGET: Words("目标", "target"),
    Dimension.TEAM: Words("处理组", "team"),
    Dimension.SUPPLIER: Words("供应商", "supplier"),
}
_MOST_NAMED = 40


class SliceUnknown(NotFound):
    """Neither an agreement nor a record of the customer names the service, team, priority …"""

    code = "measurement.slice_unknown"
    zh = "没有{dimension} {key}：{customer}的协议和记录中都没有"
    en = "No {dimension} {key}: neither agreements nor records of {customer} name it"
    hint_zh = "已知的{dimension}：{known}"
    hint_en = "Known: {known}"


def refuse_unknown_slice(
    customer: str | None, dimension: Dimension, key: str, *, as_of: datetime, snapshot: str | None = None
) -> None:
    """Refuse a slice that no agreement and no record of the customer (None: of all) names.

    Raises: SliceUnknown, CustomerUnknown, SnapshotMissing.
    """
    evidence = evidence_as_of(as_of, snapshot=snapshot or records.latest_snapshot())
    customers = [known_customer(evidence, customer)] if customer else customers_of(evidence)
    known = _agreed(evidence.agreements, customers, dimension) | _recorded(evidence, customers, dimension)
    if key not in known:
        named = "、".join(sorted(known)[:_MOST_NAMED]) + ("…" if len(known) > _MOST_NAMED else "")
        whose = Words(customer, customer) if customer else Words("所有客户", "every customer")
        raise SliceUnknown(dimension=NAMES[dimension], key=key, customer=whose, known=named or "—", what=key)


def _agreed(agreements: Sequence[AgreementTerms], customers: list[str], dimension: Dimension) -> set[str]:
    services = [service for terms in agreements if terms.customer_code in customers for service in terms.services]
    targets = [target for service in services for target in service.targets]
    if dimension is Dimension.SERVICE:
        return {service.code for service in services}
    if dimension is Dimension.TARGET:
        return {target.id for target in targets} | {
            target.id for service in services for target in service.measure_targets
        }
    return {value for target in targets for name, value in target.applies if name == dimension.value}


def _recorded(evidence: Evidence, customers: list[str], dimension: Dimension) -> set[str]:
    """The keys of the customers' rows; outages name a service alone, which an agreement gives to a customer."""
    if dimension is Dimension.TARGET:
        return set()
    found: set[str] = set()
    for table in (evidence.transitions, evidence.answers, evidence.complaints):
        if dimension.value in table.column_names:
            mine = table.filter(pc.is_in(table["customer"], value_set=pa.array(customers, pa.string())))
            found |= {name for name in mine[dimension.value].unique().to_pylist() if name}
    return found
