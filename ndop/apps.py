from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "ndop"

    def ready(self) -> None:
        """Register the system checks."""
        from ndop import checks  # noqa: F401, PLC0415 - registers by being imported, once apps are loaded
