"""The paper forms that the page "Other ways to choose" offers, with what each link says."""

from dataclasses import dataclass

from registry.correspondence import FormVariant
from registry.models import FormType

# How many pages each has; a test counts them.
PAGES = {
    FormType.SELF: {FormVariant.STANDARD: 2, FormVariant.LARGE_PRINT: 5, FormVariant.PLAIN: 4},
    FormType.CHILDREN: {FormVariant.STANDARD: 4, FormVariant.LARGE_PRINT: 8, FormVariant.PLAIN: 7},
    FormType.ADULT_DEPENDANT: {FormVariant.STANDARD: 4, FormVariant.LARGE_PRINT: 6, FormVariant.PLAIN: 5},
    FormType.DETAINED: {FormVariant.STANDARD: 3, FormVariant.LARGE_PRINT: 6, FormVariant.PLAIN: 5},
}
LARGEST_KILOBYTES = 100


@dataclass(frozen=True)
class OfferedForm:
    """One form to print."""

    form_type: str
    variant: str
    label: str
    pages: int

    @property
    def label_in_a_sentence(self) -> str:
        """Return the label as it stands after other words."""
        return self.label[0].lower() + self.label[1:]

    @property
    def file_name(self) -> str:
        """Return the name under which a browser keeps it."""
        return f"national-data-opt-out-{self.form_type}-{self.variant}.pdf".replace("_", "-")


def offered() -> dict[str, list[OfferedForm]]:
    """Return the forms by type, each in its variants."""
    return {
        form.value: [OfferedForm(form.value, variant.value, variant.label, pages) for variant, pages in counts.items()]
        for form, counts in PAGES.items()
    }


def find(form_type: str, variant: str) -> OfferedForm | None:
    """Return the form of that name, if there is one."""
    return next((form for form in offered().get(form_type, []) if form.variant == variant), None)
