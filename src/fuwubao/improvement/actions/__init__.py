"""The writes of the room, one module a flow."""
