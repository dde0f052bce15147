"""Reads what members type, and makes what the tables are asked."""


def with_dot(plain: str) -> str:
    """A code as it is printed: E1122 → E11.22."""
    return plain if len(plain) <= 3 else f"{plain[:3]}.{plain[3:]}"
