-- A fact of a filed claim that its customer wants changed: asked for, or read back and not yet
-- agreed to (value, as JSON; empty while it is asked for). One a chat.
CREATE TABLE amendment (
    bot_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    claim_id BIGINT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    PRIMARY KEY (bot_id, chat_id)
);
CREATE INDEX amendment_of ON amendment (claim_id);
