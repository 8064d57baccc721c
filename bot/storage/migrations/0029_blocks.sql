-- Customers whom agents blocked. It outlives the rest of what is kept about them, and ends by itself.
-- claim_id: for which, to find its place in the agents' group; it may be gone. is_told: they were told
-- once. alerted_at: when agents were last shown that they wrote of danger; 0 is never.

CREATE TABLE customer_block (
    bot_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    claim_id BIGINT NOT NULL,
    blocked_by BIGINT NOT NULL,
    at BIGINT NOT NULL,
    is_told BIGINT NOT NULL,
    alerted_at BIGINT NOT NULL,
    PRIMARY KEY (bot_id, chat_id)
);
