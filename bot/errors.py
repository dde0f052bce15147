"""Every error that Crosswalk raises on purpose. Each carries a message that is safe to show a member.

CrosswalkError
├── Refusal             an expected no: the sentence says what to do instead
│   ├── BadInput        something typed or chosen cannot be used
│   ├── NotFound        what was asked for is not here (any more)
│   └── NotAllowed      this member may not do that
├── SettingsError       a wrong setting stops the start
├── ContentError        a file under content/ is wrong
└── StorageError        the database cannot do it now
    ├── StorageBusy     locked by somebody else, for longer than we wait
    ├── StorageReadOnly
    ├── StorageFull
    ├── StorageDamaged
    └── StorageForeign  written by a newer or an altered Crosswalk
"""


class CrosswalkError(Exception):
    """Base of all. `message` is plain text for people: no ids of ours, no paths, no secrets."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Refusal(CrosswalkError):
    """An expected no. Shown as it is, never logged as a fault."""


class BadInput(Refusal):
    """Something typed or chosen cannot be used."""


class NotFound(Refusal):
    """What was asked for is not here, or not any more."""


class NotAllowed(Refusal):
    """This member may not do that."""


class SettingsError(CrosswalkError):
    """A wrong setting: names the setting, what is wrong with its value, and an example."""


class ContentError(CrosswalkError):
    """A file under content/ cannot be used."""


class BrokenProgram(CrosswalkError):
    """A file of the program itself cannot be used."""


class StorageError(CrosswalkError):
    """The database cannot do it now; nothing of the transaction was kept."""


class StorageBusy(StorageError):
    """Locked by another program for longer than we wait."""


class StorageReadOnly(StorageError):
    """The file or its folder cannot be written."""


class StorageFull(StorageError):
    """No room is left on the disk."""


class StorageDamaged(StorageError):
    """The file is not a sound SQLite database."""


class StorageForeign(StorageError):
    """The database was made by a newer Crosswalk, or its migrations were altered."""
