from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0012_check_sketch_marks"),
    ]

    operations = [
        migrations.AddField(
            model_name="meshmessage",
            name="problem",
            field=models.CharField(
                blank=True,
                choices=[
                    ("empty", "The file is empty"),
                    ("too_few", "There are fewer than 10 different NHS numbers in the list"),
                    ("no_numbers", "No line of the file holds an NHS number"),
                    ("not_text", "The file is not plain text"),
                    ("line_too_long", "A line of the file is too long"),
                    ("no_column", "The file has no column of that name"),
                    ("quotes", "A quotation mark is opened and never closed"),
                    ("too_large", "The file is larger than we take this way"),
                    ("quota", "Your organisation has checked as many numbers today as was agreed"),
                    ("no_room", "We have no room for the result at the moment"),
                    ("input_lost", "The file was damaged or lost while it waited"),
                    ("suspended", "Your organisation is suspended"),
                    ("gave_up", "Something went wrong on our side, several times"),
                    ("too_late", "It could not be done in time"),
                ],
                max_length=13,
            ),
        ),
        migrations.AddConstraint(
            model_name="meshmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "problem__in",
                        [
                            "empty",
                            "too_few",
                            "no_numbers",
                            "not_text",
                            "line_too_long",
                            "no_column",
                            "quotes",
                            "too_large",
                            "quota",
                            "no_room",
                            "input_lost",
                            "suspended",
                            "gave_up",
                            "too_late",
                            "",
                        ],
                    )
                ),
                name="mesh_problem_is_known",
            ),
        ),
    ]
