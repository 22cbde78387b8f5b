"""Pages of the room: register and year, one report from draft to archive, the recipient's portal."""
