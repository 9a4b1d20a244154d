"""Makes the head that tells a breast's picture from others: real pictures, made-up ones, the fit and its limits."""
