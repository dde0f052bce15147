"""A local Discord: REST, gateway and rules on loopback, and a driver that acts for members."""

from sandbox.members import MemberDriver
from sandbox.permissions import Permission
from sandbox.reply import Reply
from sandbox.seen import DriverError, SeenMessage, SeenModal
from sandbox.server import LocalDiscord

__all__ = ["DriverError", "LocalDiscord", "MemberDriver", "Permission", "Reply", "SeenMessage", "SeenModal"]
