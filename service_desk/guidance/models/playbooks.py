"""Playbooks, and which of their steps were taken in a case, by whom and when."""

from django.db import models

from service_desk.guidance.models.versions import USER, Versioned, version_constraints


class Playbook(Versioned):
    """One version of one way to lead a conversation: its steps, and the signs by which it is chosen."""

    IMPERSONAL = {
        "names": "what the playbook is called",
        "purposes": "what it is for",
        "steps": "what to do, why, what to say and what not",
        "signs": "when it is chosen",
    }

    names = models.JSONField(default=dict, help_text="language code → title")
    purposes = models.JSONField(default=dict, help_text="language code → what for")
    steps = models.JSONField(
        default=list, help_text='[{"key": …, "do": {…}, "why": {…}, "say": {…}, "avoid": {…}}]'
    )
    signs = models.JSONField(default=list, help_text='["emotion: angry = 4", …]')

    class Meta:
        constraints = [*version_constraints("playbook")]


class PlaybookRun(models.Model):
    """A playbook, in the version that was then in force, followed in one case."""

    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="+", db_index=False)
    playbook = models.ForeignKey(Playbook, models.PROTECT, related_name="runs", db_index=False)
    begun_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "playbook"], name="playbook_run_once"),
        ]
        indexes = [
            models.Index(fields=["playbook", "begun_at"], name="playbook_run_counts"),  # reader: statistics
        ]


class PlaybookTick(models.Model):
    """One step that was taken."""

    IMPERSONAL = {"step": "the key of a step"}

    run = models.ForeignKey(PlaybookRun, models.CASCADE, related_name="ticks", db_index=False)
    step = models.CharField(max_length=40)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "step"], name="playbook_step_ticked_once"),
        ]
