"""The phone that has moved goes; an employee or a team looks after a company, never both."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("clients", "0004_move_phones_and_categories")]

    operations = [
        migrations.RemoveField(model_name="company", name="phone"),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.CheckConstraint(
                condition=Q(("manager_agent__isnull", True), ("manager_team__isnull", True), _connector="OR"),
                name="company_one_manager",
            ),
        ),
    ]
