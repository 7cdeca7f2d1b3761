import crm.privacy.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("owners", "0025_by_hand_warranty_words"),
        ("service_desk", "0019_group_rates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="service_desk.case",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("problem", "The problem"),
                            ("proposal", "The proposal"),
                            ("result", "The result"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("digest", models.CharField(max_length=64)),
                ("caption", models.CharField(blank=True, max_length=300)),
                (
                    "added_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "removed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["case", "id"], name="attachment_of_case")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("case", "stage", "digest"),
                        name="attachment_once_in_its_set",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="attachment_removed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)), name="attachment_holds_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("height__isnull", True), ("width__isnull", True)),
                            models.Q(("height__gt", 0), ("width__gt", 0)),
                            _connector="OR",
                        ),
                        name="attachment_picture_has_both_sides",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttachmentPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "attachment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="service_desk.attachment",
                    ),
                ),
                ("part", models.CharField(choices=[("full", "whole"), ("thumb", "small")], max_length=5)),
                ("content", crm.privacy.fields.EncryptedText()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("attachment", "part"), name="attachment_part_once")
                ],
                "indexes": [],
            },
        ),
        migrations.AlterField(
            model_name="CaseHistory",
            name="verb",
            field=models.CharField(
                choices=[
                    ("registered", "registered what the owner reported"),
                    ("assigned", "gave the case to an agent"),
                    ("owner_attached", "found out whose case it is"),
                    ("severity_confirmed", "confirmed how serious it is"),
                    ("impact_learned", "noted what more it does to them"),
                    ("investigated", "wrote down the finding"),
                    ("explained", "explained to the owner why the complaint is not substantiated"),
                    ("transferred", "sent a transfer slip to the department"),
                    ("slip_answered", "answered the transfer slip"),
                    ("proposed", "drew up a proposal"),
                    ("offered", "put the proposal to the owner"),
                    ("disapproved", "did not approve the proposal"),
                    ("owner_agreed", "noted that the owner agreed"),
                    ("owner_refused", "noted that the owner refused"),
                    ("action_added", "set an action"),
                    ("action_finished", "finished an action"),
                    ("completed", "reported the work as carried out"),
                    ("visits_planned", "planned the return visits"),
                    ("visited", "asked the owner on a return visit"),
                    ("visit_answered", "took the owner's own answer for the return visit"),
                    ("visit_failed", "tried a return visit without reaching the owner"),
                    ("closing_agreed", "decided to close once the return visits are made"),
                    ("closed", "closed the case"),
                    ("reopened", "started again from the investigation"),
                    ("replied", "wrote to the owner"),
                    ("owner_wrote", "noted what the owner added"),
                    ("noted", "left an internal note"),
                    ("filed", "added a photo or document"),
                    ("unfiled", "took away a photo or document"),
                    ("merged", "merged the case into another"),
                    ("took_in", "took in a case about the same thing"),
                    ("merge_undone", "took a merge back"),
                    ("linked", "linked another case"),
                    ("unlinked", "ended a link with another case"),
                    ("group_joined", "put the case into a group complaint"),
                    ("group_left", "took the case out of a group complaint"),
                    ("crisis_joined", "put the case under the care of the crisis room"),
                    ("warranty_judged", "looked up the warranty"),
                    ("warranty_extended", "extended the warranty as agreed"),
                    ("clock_warned", "gave its warning"),
                    ("clock_paused", "let a clock stand still"),
                    ("clock_resumed", "let a clock go on"),
                    ("clock_retimed", "set a clock by another rule"),
                ],
                max_length=24,
            ),
        ),
    ]
