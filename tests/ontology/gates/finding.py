"""What a gate returns."""

from __future__ import annotations

from dataclasses import dataclass

ERROR = "ERROR"
WARN = "WARN"
INFO = "INFO"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that a gate found.

    Attributes:
        rule: Name of the rule, such as `P08` or `missing_label`.
        subject: The IRI or file that the finding is about.
        detail: What is wrong, in a few words.
        level: ERROR, WARN or INFO.
    """

    rule: str
    subject: str
    detail: str = ""
    level: str = ERROR

    def __str__(self) -> str:
        """Write the finding as a line of a report."""
        return f"{self.level} {self.rule} {self.subject} {self.detail}".rstrip()
