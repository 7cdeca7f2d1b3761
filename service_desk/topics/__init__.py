"""Inquiries, suggestions and praise: their own shorter ways, and the topics by which they are counted.

It answers and closes through the services of cases, and keeps only what those do not know: which topics a case is
about, what becomes of a suggestion, and who was praised. It never touches a complaint's procedure.
"""
