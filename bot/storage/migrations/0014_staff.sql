-- The team beside that of the settings: who was added by an admin, and who is asked to join.

CREATE TABLE staff (
    bot_id BIGINT NOT NULL,
    person BIGINT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('agent', 'admin')),
    name TEXT NOT NULL,
    added_by BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (bot_id, person)
);

-- One open invitation for a person; it is deleted when it is answered.
CREATE TABLE staff_invitation (
    bot_id BIGINT NOT NULL,
    person BIGINT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('agent', 'admin')),
    made_by BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (bot_id, person)
);
