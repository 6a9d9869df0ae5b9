from django.apps import AppConfig


class NHSUKConfig(AppConfig):
    name = "ndop.nhsuk"
    label = "nhsuk"
