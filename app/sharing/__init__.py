"""Sharing with other programs by OpenIGTLink: what is shown, as pictures with boxes or as tracks alone.

Off until the user opens it; nothing here makes the picture on screen wait.
"""
