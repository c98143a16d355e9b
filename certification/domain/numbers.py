"""The numbers of a scheme. Each scheme version has its own; a certificate keeps a copy."""

from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True)
class Numbers:
    """Months, unless the name says percent. Defaults: certificates, rules 2 to 8 (docs/decisions/0006)."""

    valid: int = 36
    window: int = 6
    grace: int = 6
    bridge: int = 24
    tot_to_pilot: int = 12
    attendance_percent: int = 80
    pass_percent: int = 60
    lead_deliveries: int = 1
    co_deliveries: int = 2

    def as_json(self) -> dict:
        return asdict(self)


def numbers_from(stored: dict) -> Numbers:
    """From a scheme version or a certificate; unknown keys are left out, missing ones take the default."""
    known = {field.name for field in fields(Numbers)}
    return Numbers(**{key: value for key, value in stored.items() if key in known})
