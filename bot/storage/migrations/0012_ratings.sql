-- What customers think of the help, of each claim the latest word; it goes with the claim.
CREATE TABLE claim_rating (
    bot_id BIGINT NOT NULL,
    claim_id BIGINT PRIMARY KEY REFERENCES claim (id) ON DELETE CASCADE,
    rating TEXT NOT NULL CHECK (rating IN ('good', 'fair', 'bad')),
    reason TEXT NOT NULL DEFAULT '',
    agent_id BIGINT,
    rated_at BIGINT NOT NULL
);
CREATE INDEX claim_rating_at ON claim_rating (bot_id, rated_at);

-- Claims that wait for their customer are asked about after 14 days, these too.
INSERT INTO timer (bot_id, key, chat_id, kind, payload, due_at)
    SELECT bot_id, 'claim:' || id || ':wait', chat_id, 'claim.wait', '{"claim": ' || id || '}',
        waiting_since + 1209600000000
    FROM claim WHERE status = 'waiting' AND waiting_since IS NOT NULL;
