-- Topics of claims in the agents' group, and which message of one chat stands for which of the other.
-- Times are microseconds since 1970, UTC.

-- thread_id: below 0 while the topic is being opened. changed_at: last edit; 0 is none yet.
-- is_closed: the topic is closed, since the claim is.
ALTER TABLE desk_card ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE desk_card ADD COLUMN is_closed BIGINT NOT NULL DEFAULT 0;
CREATE INDEX desk_card_topic ON desk_card (chat_id, thread_id);

-- What is known of the agents' group: whether it can have topics, as far as was seen.
CREATE TABLE desk_group (
    bot_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    has_topics BIGINT NOT NULL,
    PRIMARY KEY (bot_id, chat_id)
);

-- role: 'words' of a customer or to one, 'note' for the team, 'prompt_note' and 'prompt_ask'.
-- outbox_id: NULL while the words still wait to go together. to_id: NULL until it is sent.
CREATE TABLE desk_link (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    claim_id BIGINT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('words', 'note', 'prompt_note', 'prompt_ask')),
    from_chat BIGINT NOT NULL,
    from_id BIGINT NOT NULL,
    to_chat BIGINT NOT NULL,
    to_id BIGINT,
    outbox_id BIGINT,
    key TEXT NOT NULL,
    words TEXT NOT NULL,
    reply_to BIGINT NOT NULL,
    file TEXT NOT NULL
);
CREATE INDEX desk_link_from ON desk_link (bot_id, from_chat, from_id);
CREATE INDEX desk_link_to ON desk_link (bot_id, to_chat, to_id) WHERE to_id IS NOT NULL;
CREATE INDEX desk_link_outbox ON desk_link (outbox_id) WHERE outbox_id IS NOT NULL;
CREATE INDEX desk_link_claim ON desk_link (claim_id, id);
