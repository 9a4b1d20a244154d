"""What is kept while scanning: snapshots, clips and contrast studies on their way into the exam, and the way back.

Nothing here runs in the window's thread but handing over values; one thread writes everything of an exam in order.
"""
