import datetime

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0034_by_hand_topics")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce(
                    "due_at",
                    models.Value(
                        datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc),
                        models.DateTimeField(),
                    ),
                ),
                models.F("id"),
                models.F("project"),
                condition=models.Q(
                    models.Q(("status", "closed"), _negated=True), ("severity__in", ["important", "major"])
                ),
                name="case_severe_urgent",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["transferred", "implementing", "proposed", "explained"])),
                fields=["moved_at", "id", "project"],
                name="case_waiting_moved",
            ),
        ),
    ]
