"""Each line of the source procedures as a test through the real actions and pages."""
