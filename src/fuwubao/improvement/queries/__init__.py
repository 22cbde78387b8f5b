"""What pages, exports, commands and the reports room read."""
