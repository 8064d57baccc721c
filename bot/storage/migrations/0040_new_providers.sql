-- Since which hour (number since 1970) a provider is in the tables: 0 is since always. A provider without a
-- row has just come, unless the bot has no row at all. What was learnt before a provider came says nothing of it.
CREATE TABLE outage_since (
    bot_id BIGINT NOT NULL,
    provider TEXT NOT NULL,
    hour BIGINT NOT NULL,
    PRIMARY KEY (bot_id, provider)
);
