"""Keep a mapping under a name for the next file of the same tool."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit
from fuwubao.accounts.models import User
from fuwubao.records import rules
from fuwubao.records.mapping import Mapping, tree_of
from fuwubao.records.models import SavedMapping


@transaction.atomic(durable=True)
def save_mapping(*, name: str, mapping: Mapping, actor: User, now: datetime) -> SavedMapping:
    """Save, or replace, the mapping of that name; words that loaded batches were read with stay.

    Raises: MappingInUse. Source: design section 6.
    """
    before = SavedMapping.objects.select_for_update().filter(name=name).first()
    rules.refuse_if_mapping_used(before, tree_of(mapping))
    return keep_mapping(name=name, mapping=mapping, actor=actor, now=now)


def keep_mapping(*, name: str, mapping: Mapping, actor: User, now: datetime) -> SavedMapping:
    """Save inside the transaction of another act, such as an approval."""
    before = SavedMapping.objects.select_for_update().filter(name=name).first()
    tree = tree_of(mapping)
    saved, _ = SavedMapping.objects.update_or_create(
        name=name,
        defaults={"kind": mapping.kind, "source": mapping.source, "tree": tree, "saved_by": actor, "saved_at": now},
    )
    audit.record(
        "records.save_mapping", subject=saved, actor=actor, at=now, before=before.tree if before else None, after=tree
    )
    return saved
