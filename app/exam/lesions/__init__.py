"""The arithmetic of a lesion: its calipers and sizes, its depth and place, its change since an earlier exam, its words.

Pure: values in, values out; no window, no network, no file.
"""
