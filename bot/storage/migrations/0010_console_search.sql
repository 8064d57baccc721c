-- The search of the console: which words stand in which claim. A word is kept as a number that
-- cannot be turned back, made of it and the bot; all of it goes with the claim.
CREATE TABLE claim_term (
    term BIGINT NOT NULL,
    claim_id BIGINT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
    PRIMARY KEY (term, claim_id)
);
CREATE INDEX claim_term_of ON claim_term (claim_id);

-- Up to where claims and messages are in it.
CREATE TABLE claim_term_done (
    bot_id BIGINT PRIMARY KEY,
    changed_at BIGINT NOT NULL,
    claim_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL
);
