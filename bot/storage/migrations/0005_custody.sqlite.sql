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

CREATE TRIGGER custody_no_update BEFORE UPDATE ON custody BEGIN
    SELECT RAISE(ABORT, 'the custody log is never changed');
END;
-- INSERT OR REPLACE would take a row's place without an UPDATE.
CREATE TRIGGER custody_no_replace BEFORE INSERT ON custody
WHEN EXISTS (SELECT 1 FROM custody WHERE number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'the custody log is never changed');
END;
CREATE TRIGGER custody_no_delete BEFORE DELETE ON custody BEGIN
    SELECT RAISE(ABORT, 'the custody log is never changed');
END;
CREATE TRIGGER custody_head_no_delete BEFORE DELETE ON custody_head BEGIN
    SELECT RAISE(ABORT, 'the custody log is never cut');
END;
CREATE TRIGGER custody_head_grows BEFORE UPDATE ON custody_head
WHEN NEW.entries < OLD.entries BEGIN
    SELECT RAISE(ABORT, 'the custody log is never cut');
END;
