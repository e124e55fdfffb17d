-- Times are Unix milliseconds. Ids come from the counter and grow with every write, over all tables, so that they
-- tell the order of events. {id} and {text} are the only words in which the dialects differ.

CREATE TABLE counter (value BIGINT NOT NULL);
INSERT INTO counter (value) VALUES (0);

CREATE TABLE project (id {id}, name {text} NOT NULL UNIQUE, created_at BIGINT NOT NULL);

CREATE TABLE model_type (
    id {id},
    name {text} NOT NULL UNIQUE,
    project_id BIGINT NOT NULL REFERENCES project (id),
    description {text},
    -- Name and description in lower case: databases fold other letters than a to z each in its own way, or not at all.
    search {text} NOT NULL,
    versions BIGINT NOT NULL DEFAULT 0,
    latest_mtv_id BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX model_type_by_project ON model_type (project_id, name);

CREATE TABLE release (
    id {id},
    project_id BIGINT NOT NULL REFERENCES project (id),
    runtime {text} NOT NULL,
    tag {text} NOT NULL,
    version {text} NOT NULL,
    commit_id {text} NOT NULL,
    commit_time BIGINT,
    tree_id {text} NOT NULL,
    packages {text} NOT NULL,
    -- What the code is built from, its version aside; and the version of the project that was registered first with the same.
    code_digest {text},
    code_unchanged_since {text},
    bundle_digest {text},
    state {text} NOT NULL,
    inherit BIGINT NOT NULL,
    models {text} NOT NULL,
    opened_at BIGINT NOT NULL,
    opened_by {text} NOT NULL,
    completed_at BIGINT
);
-- An abandoned release gives its version back.
CREATE UNIQUE INDEX release_by_version ON release (project_id, version) WHERE state <> 'abandoned';
CREATE INDEX release_by_project ON release (project_id, id);
CREATE INDEX release_by_code ON release (project_id, code_digest, id) WHERE code_digest IS NOT NULL;

CREATE TABLE release_step (
    id {id},
    release_id BIGINT NOT NULL REFERENCES release (id),
    step {text} NOT NULL,
    state {text} NOT NULL,
    digest {text},
    error {text},
    time BIGINT NOT NULL,
    actor {text} NOT NULL
);
CREATE INDEX release_step_by_release ON release_step (release_id, id);

-- A chain is a run of versions, each inheriting from the one before, in the order of their ids. It begins from nothing,
-- or forks from a version of another chain. Versions of both kinds have chains.
CREATE TABLE chain (
    id {id},
    fork_of BIGINT,
    fork_chain BIGINT,
    first_id BIGINT NOT NULL,
    last_id BIGINT NOT NULL
);

-- Which release a version of a type is promised to, from the release's opening on.
CREATE TABLE claim (
    type_id BIGINT NOT NULL REFERENCES model_type (id),
    version {text} NOT NULL,
    release_id BIGINT NOT NULL REFERENCES release (id),
    PRIMARY KEY (type_id, version)
);
CREATE INDEX claim_by_release ON claim (release_id);

CREATE TABLE mtv (
    id {id},
    type_id BIGINT NOT NULL REFERENCES model_type (id),
    version {text} NOT NULL,
    major BIGINT NOT NULL,
    sort_key {text} NOT NULL,
    prerelease BIGINT NOT NULL,
    chain_id BIGINT NOT NULL,
    release_id BIGINT NOT NULL REFERENCES release (id),
    -- The release's, kept here too because pairs are listed by the ten thousand.
    bundle_digest {text},
    class {text} NOT NULL,
    assembly {text},
    standalone BIGINT NOT NULL,
    description {text},
    metadata {text},
    input {text},
    output {text},
    created_at BIGINT NOT NULL,
    created_by {text} NOT NULL,
    deprecated_at BIGINT,
    deprecated_by {text},
    deprecated_reason {text}
);
CREATE UNIQUE INDEX mtv_by_version ON mtv (type_id, sort_key);
CREATE INDEX mtv_by_release ON mtv (release_id);

CREATE TABLE parameters (
    id {id},
    name {text} NOT NULL UNIQUE,
    project_id BIGINT NOT NULL REFERENCES project (id),
    versions BIGINT NOT NULL DEFAULT 0,
    latest_mpv_id BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX parameters_by_project ON parameters (project_id, name);

-- Bytes that some version names; files is the archive's index, read when the first such version was created.
CREATE TABLE blob (digest {text} PRIMARY KEY, size BIGINT NOT NULL, files {text} NOT NULL);

CREATE TABLE mpv (
    id {id},
    name_id BIGINT NOT NULL REFERENCES parameters (id),
    major BIGINT NOT NULL,
    minor BIGINT NOT NULL,
    chain_id BIGINT NOT NULL,
    mtv_id BIGINT NOT NULL REFERENCES mtv (id),
    -- Published from a pre-release: inherits nothing and passes nothing on.
    experimental BIGINT NOT NULL,
    digest {text} NOT NULL REFERENCES blob (digest),
    metadata {text},
    created_at BIGINT NOT NULL,
    created_by {text} NOT NULL,
    deprecated_at BIGINT,
    deprecated_by {text},
    deprecated_reason {text}
);
CREATE UNIQUE INDEX mpv_by_version ON mpv (name_id, major, minor);

-- The exceptions to inheritance: links published where they were not inherited anyway, and links added and removed by hand.
-- *_was_last: whether the version was its chain's last when this happened, so that later versions of the chain inherit it.
CREATE TABLE link_event (
    id {id},
    type_id BIGINT NOT NULL,
    name_id BIGINT NOT NULL,
    mtv_id BIGINT NOT NULL REFERENCES mtv (id),
    mtv_major BIGINT NOT NULL,
    mtv_chain BIGINT NOT NULL,
    mtv_was_last BIGINT NOT NULL,
    mpv_id BIGINT NOT NULL REFERENCES mpv (id),
    mpv_major BIGINT NOT NULL,
    mpv_chain BIGINT NOT NULL,
    mpv_was_last BIGINT NOT NULL,
    linked BIGINT NOT NULL,
    manual BIGINT NOT NULL,
    actor {text} NOT NULL,
    time BIGINT NOT NULL,
    reason {text}
);
CREATE INDEX link_event_by_type ON link_event (type_id, name_id, id);
CREATE INDEX link_event_by_name ON link_event (name_id, type_id);

-- The latest model of each type and parameters name; kept with every change, because it is asked far more often.
CREATE TABLE pair (
    type_id BIGINT NOT NULL,
    name_id BIGINT NOT NULL,
    mtv_id BIGINT NOT NULL,
    mpv_id BIGINT NOT NULL,
    PRIMARY KEY (type_id, name_id)
);
CREATE INDEX pair_by_name ON pair (name_id);

CREATE TABLE metadata (owner_id BIGINT NOT NULL, kind {text} NOT NULL, key {text} NOT NULL, value {text} NOT NULL, PRIMARY KEY (owner_id, key));
CREATE INDEX metadata_by_value ON metadata (key, value, owner_id);

CREATE TABLE name_grant (
    kind {text} NOT NULL,
    name {text} NOT NULL,
    project {text} NOT NULL,
    created_at BIGINT NOT NULL,
    created_by {text} NOT NULL,
    PRIMARY KEY (kind, name, project)
);

CREATE TABLE deployment (
    id {id},
    type_id BIGINT NOT NULL,
    name_id BIGINT NOT NULL,
    mtv_id BIGINT NOT NULL REFERENCES mtv (id),
    mpv_id BIGINT NOT NULL REFERENCES mpv (id),
    target {text} NOT NULL,
    state {text} NOT NULL,
    error {text},
    image {text},
    endpoint {text},
    -- Digests: what the pair runs on, which stays as it is until somebody wants it otherwise.
    serving {text},
    base {text},
    started_at BIGINT NOT NULL,
    started_by {text} NOT NULL,
    ended_at BIGINT,
    ended_by {text}
);
CREATE INDEX deployment_by_pair ON deployment (type_id, name_id, target, id);
CREATE UNIQUE INDEX deployment_serving ON deployment (type_id, name_id, target) WHERE state = 'serving';
CREATE INDEX deployment_active ON deployment (target, id) WHERE state IN ('starting', 'serving');
CREATE INDEX deployment_by_time ON deployment (started_at);

CREATE TABLE event (
    id {id},
    time BIGINT NOT NULL,
    actor {text} NOT NULL,
    kind {text} NOT NULL,
    subject {text} NOT NULL,
    data {text} NOT NULL
);
CREATE INDEX event_by_subject ON event (subject, id);
CREATE INDEX event_by_kind ON event (kind, id);

-- Keys are each caller's own: nobody learns which ones others used.
CREATE TABLE idempotency (
    caller {text} NOT NULL,
    key {text} NOT NULL,
    fingerprint {text} NOT NULL,
    status BIGINT NOT NULL,
    answer {text} NOT NULL,
    time BIGINT NOT NULL,
    PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_by_time ON idempotency (time);
CREATE INDEX mtv_by_chain ON mtv (chain_id, id);
CREATE INDEX mpv_by_chain ON mpv (chain_id, id);
