"""Cross-validation in parts: each fold is judged by the release that never saw its patients, kept in a file, and put
together with the others later; also with one scanner left out of training."""
