"""The ways in and out of the desk other than an agent's hand: mail, the web form, webhooks, the hotline's files.

Owns what arrives by them, as it arrived, and what became of it. It opens cases and adds to them by the services of
the cases room alone, never works one, and never decides who gets it.
"""
