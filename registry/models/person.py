"""The local stand-in for the demographic service."""

from django.db import models
from django.db.models import Q

from registry.fields import EncryptedJSONField, EncryptedTextField, NHSNumberField
from registry.models.constraints import nhs_number_is_valid


class Person(models.Model):
    """One demographic record. Contact details are encrypted; the name key and birth date serve to search."""

    append_only = False

    nhs_number = NHSNumberField(unique=True)
    given_names = models.CharField(max_length=300, blank=True)
    known_as = models.CharField(max_length=300, blank=True)
    family_name = models.CharField(max_length=300)
    family_name_key = models.CharField(max_length=300)
    date_of_birth = models.DateField()
    address_lines = EncryptedJSONField(default=list)
    postcode = EncryptedTextField(default="")
    email = EncryptedTextField(default="")
    mobile = EncryptedTextField(default="")
    gp_practice_code = models.CharField(max_length=6, blank=True)
    language = models.CharField(max_length=8, default="en")
    format_needs = models.CharField(max_length=16, default="standard")
    date_of_death = models.DateField(null=True, blank=True)
    is_restricted = models.BooleanField(default=False)
    superseded_by = NHSNumberField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["date_of_birth", "family_name_key"], name="person_by_birth_and_name"),
            models.Index(
                fields=["superseded_by"],
                name="person_by_current_number",
                condition=Q(superseded_by__isnull=False),
            ),
        ]
        constraints = [
            nhs_number_is_valid("nhs_number", "person_nhs_number_is_valid"),
            nhs_number_is_valid("superseded_by", "person_superseded_by_is_valid"),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=models.F("nhs_number")),
                name="person_not_superseded_by_itself",
            ),
        ]
