"""Messages with files, their replacement, and the way to download a file."""

from bot.sandbox import messages
from bot.sandbox.errors import bad_request
from bot.sandbox.files import DOWNLOAD_LIMIT, document, path_of, photo_sizes
from bot.sandbox.methods.editing import own_message, replace
from bot.sandbox.methods.registry import Context, method
from bot.sandbox.values import Json, StoredFile

_ATTACHED = "attach://"

# Kind of file to the parameter and field that hold it.
_SENDS = {
    "sendPhoto": "photo",
    "sendDocument": "document",
    "sendVideo": "video",
    "sendVoice": "voice",
    "sendAudio": "audio",
    "sendAnimation": "animation",
    "sendVideoNote": "video_note",
    "sendSticker": "sticker",
}

# Required fields of the kinds that the sandbox cannot measure (Bot API, `Video` and others).
_ASSUMED: dict[str, Json] = {
    "video": {"width": 640, "height": 360, "duration": 1},
    "animation": {"width": 320, "height": 240, "duration": 1},
    "video_note": {"length": 240, "duration": 1},
    "voice": {"duration": 1},
    "audio": {"duration": 1},
    "sticker": {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    },
}
_MEASURES = frozenset({"width", "height", "duration", "length"})

# Items of an album (Bot API, sendMediaGroup: "2-10 items").
_ALBUM = (2, 10)


def stored_file(context: Context, named: str) -> StoredFile:
    """Return the file that a parameter means: a part of the request or a known id.

    Raises:
        ApiError: 400, no such part, no such id, or a URL (the sandbox fetches nothing).
    """
    if named.startswith(_ATTACHED):
        upload = context.uploads.get(named.removeprefix(_ATTACHED))
        if upload is None:
            raise bad_request("there is no file in the request")
        return context.files.keep(upload)
    if named.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    return context.files.by_id(named)


def file_content(context: Context, kind: str, named: str, options: Json) -> Json:
    """Return the field of `Message` that holds a file.

    Args:
        context: of the call.
        kind: photo, document, video, voice, audio, animation, video_note or sticker.
        named: `attach://` name or file id.
        options: where `width`, `duration` and the like may stand.
    """
    stored = stored_file(context, named)
    if kind == "photo":
        return {"photo": photo_sizes(stored)}
    if kind == "document":
        return {"document": document(stored)}
    described = {"file_id": stored.file_id, "file_unique_id": stored.unique_id}
    measured = {k: v for k, v in options.items() if k in _MEASURES & set(_ASSUMED[kind])}
    return {kind: described | {"file_size": stored.size} | _ASSUMED[kind] | measured}


@method("sendPhoto")
@method("sendDocument")
@method("sendVideo")
@method("sendVoice")
@method("sendAudio")
@method("sendAnimation")
@method("sendVideoNote")
@method("sendSticker")
async def send_file(context: Context) -> Json:
    """Send one file, with a caption where the kind has one."""
    params, kind = context.params, _SENDS[context.call.method]
    messages.target(context.world, params)
    content = file_content(context, kind, params[kind], params)
    return messages.send(context.world, params, content | messages.caption_content(params))


@method("sendMediaGroup")
async def send_media_group(context: Context) -> list[Json]:
    """Send an album: a message for each item, under one `media_group_id`."""
    params, media = context.params, context.params["media"]
    low, high = _ALBUM
    if not low <= len(media) <= high:
        raise bad_request("group send failed: wrong number of items, 2 to 10 are allowed")
    kinds = {item["type"] for item in media}
    if len(kinds) > 1 and kinds & {"document", "audio"}:
        raise bad_request("group send failed: documents and audio go only with their like")
    messages.target(context.world, params)
    contents = [_item(context, item) for item in media]
    group = {"media_group_id": str(context.world.take_message_id())}
    return [messages.send(context.world, params, group | content) for content in contents]


def _item(context: Context, item: Json) -> Json:
    content = file_content(context, item["type"], item["media"], item)
    return content | messages.caption_content(item)


@method("editMessageMedia")
async def edit_message_media(context: Context) -> Json:
    """Replace the file of a message."""
    before, media = own_message(context), context.params["media"]
    gone = (*_SENDS.values(), "caption", "caption_entities", "text", "entities")
    return replace(context, before, _item(context, media), gone)


@method("getFile")
async def get_file(context: Context) -> Json:
    """Return where a file can be downloaded; up to 20 MB, as from Telegram."""
    stored = context.world.files.get(context.params["file_id"])
    if stored is None:
        raise bad_request("invalid file_id")
    if stored.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": path_of(stored),
    }
