"""The digital reference object: contrast studies made from a recipe and a seed, with the truth beside every picture.

`recipe` says what is made; `anatomy` is the place, `perfusion` the agent, `path` the motion, `tissue` what is seen of
them; `speckle` and `scanner` turn echo power into pictures; `phantom` runs the study and knows its `truth`; `grid`
names the studies that methods are judged on; `screen` and `demo` show one as a scanner would.
"""
