"""Members: what they chose, and their right to see and to remove what is kept about them."""

from bot.features.members.model import PersonalData, Preferences

__all__ = ["PersonalData", "Preferences"]
