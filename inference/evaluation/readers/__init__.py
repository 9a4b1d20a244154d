"""Reader studies: do readers do better with the aid than without it, by how much, and how sure is that.

Ratings come in by `ratings`; `covariance` says how the readers' areas under the ROC curve vary with the cases; `mrmc`
draws the conclusions.
"""
