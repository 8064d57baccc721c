-- What was done with evidence: ids and hashes only, each entry sealed with the one before.
CREATE TABLE custody (
    number BIGINT PRIMARY KEY,
    bot_id BIGINT NOT NULL,
    act TEXT NOT NULL,
    evidence_id BIGINT NOT NULL,
    claim_id BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    by_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    seal TEXT NOT NULL
);
CREATE INDEX custody_of_evidence ON custody (evidence_id, act);
CREATE UNIQUE INDEX custody_seal ON custody (seal);

-- Its one end; whoever appends holds this row until the commit.
CREATE TABLE custody_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    entries BIGINT NOT NULL,
    seal TEXT NOT NULL
);

-- The end of the log as a customer was told it with the number of their claim.
CREATE TABLE custody_told (
    claim_id BIGINT PRIMARY KEY REFERENCES claim (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    seal TEXT NOT NULL
);

CREATE FUNCTION custody_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the custody log is never changed';
END $$;
CREATE TRIGGER custody_no_change BEFORE UPDATE OR DELETE ON custody
    FOR EACH ROW EXECUTE FUNCTION custody_refuses();
CREATE TRIGGER custody_no_truncate BEFORE TRUNCATE ON custody
    FOR EACH STATEMENT EXECUTE FUNCTION custody_refuses();
CREATE TRIGGER custody_head_no_delete BEFORE DELETE ON custody_head
    FOR EACH ROW EXECUTE FUNCTION custody_refuses();
CREATE TRIGGER custody_head_no_truncate BEFORE TRUNCATE ON custody_head
    FOR EACH STATEMENT EXECUTE FUNCTION custody_refuses();
CREATE TRIGGER custody_head_grows BEFORE UPDATE ON custody_head
    FOR EACH ROW WHEN (NEW.entries < OLD.entries) EXECUTE FUNCTION custody_refuses();
