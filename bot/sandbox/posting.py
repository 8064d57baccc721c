"""Files that people send to the bot: photos, albums, documents, voice notes."""

import secrets
from dataclasses import dataclass

from bot.sandbox import entities, messages
from bot.sandbox.errors import bad_request
from bot.sandbox.files import document, photo_sizes
from bot.sandbox.parts import Parts
from bot.sandbox.people import People
from bot.sandbox.values import Json
from bot.sandbox.wire import Upload

# Items of an album (Bot API, sendMediaGroup: "2-10 items").
ALBUM = 10

# Types that an app sends as photos.
PHOTO_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})

# Types that are taken for voice notes: what browsers and apps record.
VOICE_TYPES = frozenset({"audio/ogg", "audio/webm"})

# Type of a picture that is sent as a file, so that it is not taken for a photo.
_AS_FILE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person posts: who, in which chat (0 is the private one), topic, answering what."""

    user_id: int
    chat_id: int = 0
    thread: int = 0
    reply_to: int = 0


class Posting:
    """Uploads of people; each becomes a message and an update."""

    def __init__(self, parts: Parts, people: People) -> None:
        """Act in the world that the parts share."""
        self._parts, self._people = parts, people

    def photo(self, place: Place, upload: Upload, caption: str = "") -> Json:
        """Send one picture as a photo.

        Raises:
            ApiError: 400, it is no picture.
        """
        return self._post(place, self._photo(upload) | _captioned(caption))

    def document(self, place: Place, upload: Upload, caption: str = "") -> Json:
        """Send one file as it is."""
        content: Json = {"document": document(self._parts.files.keep(upload))}
        return self._post(place, content | _captioned(caption))

    def voice(self, place: Place, upload: Upload, seconds: int = 3) -> Json:
        """Send a voice note of a length in seconds."""
        stored = self._parts.files.keep(upload)
        voice = {"duration": seconds, "mime_type": "audio/ogg", "file_size": stored.size}
        ids = {"file_id": stored.file_id, "file_unique_id": stored.unique_id}
        return self._post(place, {"voice": ids | voice})

    def forward(self, user_id: int, message_id: int, chat_id: int = 0) -> Json:
        """Forward a message that a person can see to the bot's private chat.

        Raises:
            ApiError: 400, there is no such message.
        """
        world = self._parts.world
        chat = self._people.chat_for(user_id, chat_id)
        message = world.message(chat.id, message_id)
        if message is None:
            raise bad_request("message to forward not found")
        return self._people.post(user_id, messages.forwarded(message))

    def album(self, place: Place, uploads: list[Upload], caption: str = "") -> list[Json]:
        """Send 2 to 10 pictures, or as many documents, as one album: an update for each.

        Raises:
            ApiError: 400, too few or too many.
        """
        if not 2 <= len(uploads) <= ALBUM:
            raise bad_request("an album has 2 to 10 items")
        group = str(secrets.randbits(53))
        as_photos = all(upload.mime in PHOTO_TYPES for upload in uploads)
        sent = []
        for number, upload in enumerate(uploads):
            content: Json = {"media_group_id": group}
            content |= _captioned(caption if number == 0 else "")
            if as_photos:
                content |= self._photo(upload)
            else:
                content["document"] = document(self._parts.files.keep(upload))
            sent.append(self._post(place, content))
        return sent

    def any(
        self, place: Place, uploads: list[Upload], caption: str = "", *, as_files: bool = False
    ) -> list[Json]:
        """Send files as the app would: pictures as photos, several as an album.

        Args:
            place: who, where.
            uploads: at least one.
            caption: of the first one.
            as_files: pictures go as documents too.

        Raises:
            ApiError: 400, none or too many, or a broken picture.
        """
        if as_files:
            uploads = [Upload(u.name, _AS_FILE, u.content) for u in uploads]
        if len(uploads) != 1:
            return self.album(place, uploads, caption)
        if uploads[0].mime in VOICE_TYPES:
            return [self.voice(place, uploads[0])]
        if uploads[0].mime in PHOTO_TYPES:
            return [self.photo(place, uploads[0], caption)]
        return [self.document(place, uploads[0], caption)]

    def _photo(self, upload: Upload) -> Json:
        return {"photo": photo_sizes(self._parts.files.keep(upload))}

    def _post(self, place: Place, content: Json) -> Json:
        return self._people.post(
            place.user_id, content, place.chat_id, thread=place.thread, reply_to=place.reply_to
        )


def _captioned(caption: str) -> Json:
    text, found = entities.parse(caption, None)
    if not text:
        return {}
    return {"caption": text, "caption_entities": found} if found else {"caption": text}
