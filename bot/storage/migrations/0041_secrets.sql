-- Which kinds of secrets were masked in a message (card, code, ...), with a space between them; never what they were.
ALTER TABLE message ADD COLUMN secrets TEXT NOT NULL DEFAULT '';
