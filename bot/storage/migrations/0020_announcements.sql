-- What an admin says of an incident beside the words: whose word it is (empty: our own people), when it was
-- checked last, and by when the next word was promised.
ALTER TABLE incident ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN checked_at BIGINT;
ALTER TABLE incident ADD COLUMN next_at BIGINT;

-- New accounts weigh up to twice as much from now on: what is usual is at most twice what was learnt.
UPDATE outage_usual SET people = people * 2;
DELETE FROM outage_levels;
