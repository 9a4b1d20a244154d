"""What a reader study says beside its figure of merit: calls, times, the aid's errors, agreement, calibration, groups.

A section that needs a column which the table has not is `{"missing": [names]}`, never a guess.
"""
