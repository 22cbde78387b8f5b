"""Text columns become typed columns, a whole column at a time: times, numbers, words."""
