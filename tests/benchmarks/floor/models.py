from django.db import models


class Ticket(models.Model):
    """A bare ticket, as a tutorial would write it."""

    title = models.CharField(max_length=300)
    text = models.TextField()
    status = models.CharField(max_length=16, default="open")
    created_at = models.DateTimeField(auto_now_add=True)


class Message(models.Model):
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="messages")
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
