"""What kind of recording it is: averaged, accumulated, re-gained, flashed, saturated, dark, or begun too late.

`watch` looks at each picture as it comes, with bounded memory; `report` says what was seen and when.
"""
