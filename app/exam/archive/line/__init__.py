"""The line to another station of the network: addresses, associations, TLS, and why one could not be had in words."""
