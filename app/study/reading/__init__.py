"""What a reader does, without the window: the next case, what he says of it, the time it took, and giving it for good.

Nothing here can read the truth.
"""
