import uuid

import django.contrib.postgres.functions
from django.db import migrations, models


class Migration(migrations.Migration):
    """Every ownership there is gets its own id from PostgreSQL, while the column is added: one pass, no second."""

    dependencies = [("owners", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="ownership",
            name="public_id",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
            ),
        ),
    ]
