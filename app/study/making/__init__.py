"""How a study comes to be: the cases are chosen and taken in, the plan is drawn, the aid is computed."""
