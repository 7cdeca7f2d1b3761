"""Webhooks: what another system of the house, a listener to social media or WeCom tells us, signed.

Owns endpoints, their secrets and the log of what was delivered. It believes nothing that is not signed, takes nothing
twice, and answers nobody who cannot prove himself with more than that.
"""
