from django.db import models


class Calendar(models.Model):
    """A working calendar; its frames and overrides come in versions."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    timezone = models.CharField(max_length=40, default="Asia/Shanghai")
