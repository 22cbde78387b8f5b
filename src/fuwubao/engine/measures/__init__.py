"""What verdicts and records amount to: measures as data, counted on any engine that Narwhals speaks."""
