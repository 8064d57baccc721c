-- Ready answers that an agent looks at before sending, in the agents' group.
-- Times are microseconds since 1970, UTC.

-- answer: `answer:name` or `article:name`. given: JSON, place to what the agent said of it; empty
-- where the agent wrote the text anew. text: as it will be sent. outbox_id: of the message that shows it.
CREATE TABLE ready_draft (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    claim_id BIGINT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
    agent BIGINT NOT NULL,
    answer TEXT NOT NULL,
    given TEXT NOT NULL,
    text TEXT NOT NULL,
    outbox_id BIGINT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX ready_draft_outbox ON ready_draft (outbox_id);
CREATE INDEX ready_draft_claim ON ready_draft (claim_id);
