"""How well the depth ruler of a screen is read: the templates of its numbers, and the measure against known truth."""
