"""What the network reads of one picture on demand: outline, calipers, descriptors, depth, and the saliency picture.

It has networks of its own, on one thread of the processor: nothing here waits for the live analysis or holds it.
"""
