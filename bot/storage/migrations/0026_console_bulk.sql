-- What an agent wants done to several claims, and can still undo until due_at; then it is done
-- claim by claim. claims: numbers with the versions that were seen, and what became of each, as
-- JSON. Gone a day after it ended.
CREATE TABLE console_bulk (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    person BIGINT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    words TEXT NOT NULL,
    claims TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'running', 'done', 'undone')),
    made_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL
);
CREATE INDEX console_bulk_of ON console_bulk (bot_id, person, due_at);
CREATE INDEX console_bulk_due ON console_bulk (bot_id, due_at)
    WHERE state IN ('pending', 'running');
