"""Template tags of the frame: ``{% load ui %}``."""
