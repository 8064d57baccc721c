-- What the figures of the console are read from, each from an index alone.
CREATE INDEX claim_figures ON claim
    (bot_id, filed_at, kind, first_response_at, status, closed_at, rating);
CREATE INDEX claim_target_figures ON claim_target (bot_id, ended_at, target, state);

-- What became of questions, counted for each quarter of an hour; nobody's words, nobody's id.
CREATE TABLE answer_count (
    bot_id BIGINT NOT NULL,
    quarter BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    unanswered BIGINT NOT NULL,
    to_person BIGINT NOT NULL,
    PRIMARY KEY (bot_id, quarter)
);
