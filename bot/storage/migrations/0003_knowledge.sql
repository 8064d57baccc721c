-- Every version of an article that an admin sent in the chat: who, when, the whole file.
CREATE TABLE article_version (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    file TEXT NOT NULL,
    content TEXT NOT NULL,
    before TEXT NOT NULL,
    author BIGINT NOT NULL,
    state TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX article_version_file ON article_version (bot_id, file, id);

-- A question that an admin has dealt with is no longer listed.
ALTER TABLE unanswered ADD COLUMN settled BIGINT NOT NULL DEFAULT 0;
