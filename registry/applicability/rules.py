"""What outcomes rest on, by name, and what all of them ask for."""

from registry.applicability.parts import NextStep

SCOPE = "Scope of the national data opt-out"
DUTY_OF_CONFIDENCE = "Common law duty of confidence"
COPI = "Health Service (Control of Patient Information) Regulations 2002"
SECTION_251 = f"Section 251 of the National Health Service Act 2006, with regulations 2 and 5 of the {COPI}"
COPI_3 = f"Regulation 3 of the {COPI}"
ANONYMISED = "Section 251(11) of the National Health Service Act 2006: what confidential patient information is"
EXEMPTION = "Named exemption from the national data opt-out"
KEEP_RECORD = NextStep("Keep the record of these answers with your data protection impact assessment")
