"""Who: the agency a text speaks of, resolved against every place and body of the country."""

from normalizers.agencies.model import Agency

__all__ = ["Agency"]
