"""What can be done in this room: register, duties, drafting, writing, review, publication, correction."""
