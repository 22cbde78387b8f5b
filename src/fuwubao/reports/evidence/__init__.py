"""证据包: all that stands behind one report, as one file that a stranger can check (S1.43, domain (h))."""
