"""口径变更: who moved a number, who let her, and which figures it changed (design section 6)."""
