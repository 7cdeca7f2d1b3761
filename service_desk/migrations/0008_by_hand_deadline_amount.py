"""A deadline's length is an amount of days, hours or minutes; what was promised in working days keeps its number."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0007_case_for_segments")]

    operations = [migrations.RenameField("deadline", "working_days", "amount")]
