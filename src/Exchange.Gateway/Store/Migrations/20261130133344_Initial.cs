using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Exchange.Gateway.Store.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "alarms",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    counterpart = table.Column<string>(type: "TEXT", nullable: false),
                    alarm = table.Column<string>(type: "TEXT", nullable: false),
                    presented = table.Column<string>(type: "TEXT", nullable: false),
                    held = table.Column<string>(type: "TEXT", nullable: true),
                    raised_at = table.Column<long>(type: "INTEGER", nullable: false),
                    entered = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alarms", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    roles = table.Column<string>(type: "TEXT", nullable: false),
                    units = table.Column<string>(type: "TEXT", nullable: false),
                    clearances = table.Column<string>(type: "TEXT", nullable: false),
                    made_by = table.Column<string>(type: "TEXT", nullable: false),
                    made_at = table.Column<long>(type: "INTEGER", nullable: false),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "bring_backs",
                columns: table => new
                {
                    counterpart = table.Column<string>(type: "TEXT", nullable: false),
                    exchange_id = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    raised = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bring_backs", x => new { x.counterpart, x.exchange_id });
                });

            migrationBuilder.CreateTable(
                name: "cards",
                columns: table => new
                {
                    party = table.Column<string>(type: "TEXT", nullable: false),
                    serial = table.Column<int>(type: "INTEGER", nullable: false),
                    bytes = table.Column<byte[]>(type: "BLOB", nullable: false),
                    taken_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cards", x => new { x.party, x.serial });
                });

            migrationBuilder.CreateTable(
                name: "checkpoints",
                columns: table => new
                {
                    log = table.Column<long>(type: "INTEGER", nullable: false),
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: false),
                    signed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_checkpoints", x => new { x.log, x.size });
                });

            migrationBuilder.CreateTable(
                name: "contents",
                columns: table => new
                {
                    log = table.Column<long>(type: "INTEGER", nullable: false),
                    entry_index = table.Column<long>(type: "INTEGER", nullable: false),
                    wrapped_key = table.Column<byte[]>(type: "BLOB", nullable: true),
                    content = table.Column<byte[]>(type: "BLOB", nullable: true),
                    signature = table.Column<byte[]>(type: "BLOB", nullable: true),
                    erase_at = table.Column<long>(type: "INTEGER", nullable: true),
                    erased_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contents", x => new { x.log, x.entry_index });
                });

            migrationBuilder.CreateTable(
                name: "cosignatures",
                columns: table => new
                {
                    log = table.Column<long>(type: "INTEGER", nullable: false),
                    witness = table.Column<string>(type: "TEXT", nullable: false),
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    line = table.Column<string>(type: "TEXT", nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cosignatures", x => new { x.log, x.witness, x.size });
                });

            migrationBuilder.CreateTable(
                name: "deferred",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    counterpart = table.Column<string>(type: "TEXT", nullable: false),
                    @sealed = table.Column<string>(name: "sealed", type: "TEXT", nullable: false),
                    bytes = table.Column<byte[]>(type: "BLOB", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    arrived_at = table.Column<long>(type: "INTEGER", nullable: false),
                    look_at = table.Column<long>(type: "INTEGER", nullable: false, defaultValue: 0L),
                    awaits = table.Column<string>(type: "TEXT", nullable: true),
                    exchange_id = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deferred", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "drafts",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    author = table.Column<string>(type: "TEXT", nullable: false),
                    counterpart = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    exchange_id = table.Column<string>(type: "TEXT", nullable: true),
                    in_reply_to = table.Column<string>(type: "TEXT", nullable: true),
                    unit = table.Column<string>(type: "TEXT", nullable: true),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    wrapped_key = table.Column<byte[]>(type: "BLOB", nullable: true),
                    content = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_drafts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "entries",
                columns: table => new
                {
                    log = table.Column<long>(type: "INTEGER", nullable: false),
                    index = table.Column<long>(type: "INTEGER", nullable: false),
                    leaf = table.Column<byte[]>(type: "BLOB", nullable: false),
                    exchange_id = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_entries", x => new { x.log, x.index });
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    consumer = table.Column<string>(type: "TEXT", nullable: false),
                    event_id = table.Column<string>(type: "TEXT", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "exchanges",
                columns: table => new
                {
                    counterpart = table.Column<string>(type: "TEXT", nullable: false),
                    exchange_id = table.Column<string>(type: "TEXT", nullable: false),
                    reference = table.Column<string>(type: "TEXT", nullable: false),
                    opened_by_us = table.Column<bool>(type: "INTEGER", nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", nullable: true),
                    answered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    our_turn = table.Column<bool>(type: "INTEGER", nullable: true),
                    due_at = table.Column<long>(type: "INTEGER", nullable: true),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    officer = table.Column<string>(type: "TEXT", nullable: true),
                    hold = table.Column<string>(type: "TEXT", nullable: true),
                    open = table.Column<bool>(type: "INTEGER", nullable: false),
                    last_entry = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exchanges", x => new { x.counterpart, x.exchange_id });
                });

            migrationBuilder.CreateTable(
                name: "grants",
                columns: table => new
                {
                    at = table.Column<string>(type: "TEXT", nullable: false),
                    digest = table.Column<string>(type: "TEXT", nullable: false),
                    taken_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_grants", x => new { x.at, x.digest });
                });

            migrationBuilder.CreateTable(
                name: "held_checkpoints",
                columns: table => new
                {
                    counterpart = table.Column<string>(type: "TEXT", nullable: false),
                    origin = table.Column<string>(type: "TEXT", nullable: false),
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    root = table.Column<byte[]>(type: "BLOB", nullable: false),
                    signed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: false),
                    verified_at = table.Column<long>(type: "INTEGER", nullable: false),
                    cosignature = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_held_checkpoints", x => new { x.counterpart, x.origin, x.size });
                });

            migrationBuilder.CreateTable(
                name: "id_tokens",
                columns: table => new
                {
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_id_tokens", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "idempotency",
                columns: table => new
                {
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    request_digest = table.Column<string>(type: "TEXT", nullable: false),
                    message_id = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idempotency", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "journal",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    batch = table.Column<long>(type: "INTEGER", nullable: false),
                    damage = table.Column<string>(type: "TEXT", nullable: true),
                    witness_halted = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journal", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "links",
                columns: table => new
                {
                    counterpart = table.Column<string>(type: "TEXT", nullable: false),
                    sent_size = table.Column<long>(type: "INTEGER", nullable: false),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: true),
                    suspended = table.Column<string>(type: "TEXT", nullable: true),
                    suspended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    quarantined = table.Column<long>(type: "INTEGER", nullable: false),
                    quarantine_counted = table.Column<long>(type: "INTEGER", nullable: false),
                    quarantine_counted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    pong_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_links", x => x.counterpart);
                });

            migrationBuilder.CreateTable(
                name: "logs",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    origin = table.Column<string>(type: "TEXT", nullable: true),
                    size = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_logs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    counterpart = table.Column<string>(type: "TEXT", nullable: false),
                    outgoing = table.Column<bool>(type: "INTEGER", nullable: false),
                    message_id = table.Column<string>(type: "TEXT", nullable: true),
                    exchange_id = table.Column<string>(type: "TEXT", nullable: true),
                    kind = table.Column<string>(type: "TEXT", nullable: true),
                    sequence = table.Column<int>(type: "INTEGER", nullable: true),
                    signed = table.Column<string>(type: "TEXT", nullable: false),
                    @sealed = table.Column<string>(name: "sealed", type: "TEXT", nullable: false),
                    issued_at = table.Column<long>(type: "INTEGER", nullable: true),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    code = table.Column<int>(type: "INTEGER", nullable: true),
                    settled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    log = table.Column<long>(type: "INTEGER", nullable: false),
                    entry_index = table.Column<long>(type: "INTEGER", nullable: false),
                    repeated_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    counterpart = table.Column<string>(type: "TEXT", nullable: false),
                    message_id = table.Column<string>(type: "TEXT", nullable: false),
                    link = table.Column<bool>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    give_up_at = table.Column<long>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    confirmed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    next_attempt_at = table.Column<long>(type: "INTEGER", nullable: true),
                    settled_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "passages",
                columns: table => new
                {
                    mark = table.Column<string>(type: "TEXT", nullable: false),
                    counterpart = table.Column<string>(type: "TEXT", nullable: false),
                    message_id = table.Column<string>(type: "TEXT", nullable: false),
                    pointer = table.Column<string>(type: "TEXT", nullable: false),
                    h1 = table.Column<bool>(type: "INTEGER", nullable: false),
                    h2 = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_passages", x => new { x.mark, x.counterpart, x.message_id, x.pointer });
                });

            migrationBuilder.CreateTable(
                name: "passkeys",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    person_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    credential_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    public_key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sign_count = table.Column<long>(type: "INTEGER", nullable: false),
                    backup_eligible = table.Column<bool>(type: "INTEGER", nullable: false),
                    made_at = table.Column<long>(type: "INTEGER", nullable: false),
                    used_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_passkeys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    roles = table.Column<string>(type: "TEXT", nullable: false),
                    units = table.Column<string>(type: "TEXT", nullable: false),
                    clearances = table.Column<string>(type: "TEXT", nullable: false),
                    disabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    password_hash = table.Column<string>(type: "TEXT", nullable: true),
                    wrapped_key = table.Column<byte[]>(type: "BLOB", nullable: true),
                    totp = table.Column<byte[]>(type: "BLOB", nullable: true),
                    totp_step = table.Column<long>(type: "INTEGER", nullable: false),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    locked_until = table.Column<long>(type: "INTEGER", nullable: true),
                    enrolment_hash = table.Column<string>(type: "TEXT", nullable: true),
                    enrolment_ends_at = table.Column<long>(type: "INTEGER", nullable: true),
                    issuer = table.Column<string>(type: "TEXT", nullable: true),
                    subject = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "quarantine",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    counterpart = table.Column<string>(type: "TEXT", nullable: false),
                    @sealed = table.Column<string>(name: "sealed", type: "TEXT", nullable: false),
                    code = table.Column<int>(type: "INTEGER", nullable: false),
                    arrived_at = table.Column<long>(type: "INTEGER", nullable: false),
                    bytes = table.Column<byte[]>(type: "BLOB", nullable: false),
                    times = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_quarantine", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "receipts",
                columns: table => new
                {
                    log = table.Column<long>(type: "INTEGER", nullable: false),
                    entry_index = table.Column<long>(type: "INTEGER", nullable: false),
                    counterpart = table.Column<string>(type: "TEXT", nullable: false),
                    message_id = table.Column<string>(type: "TEXT", nullable: false),
                    origin = table.Column<string>(type: "TEXT", nullable: false),
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    item = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_receipts", x => new { x.log, x.entry_index });
                });

            migrationBuilder.CreateTable(
                name: "recorded",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recorded", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "reminders",
                columns: table => new
                {
                    counterpart = table.Column<string>(type: "TEXT", nullable: false),
                    exchange_id = table.Column<string>(type: "TEXT", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    stage = table.Column<int>(type: "INTEGER", nullable: false),
                    next_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminders", x => new { x.counterpart, x.exchange_id });
                });

            migrationBuilder.CreateTable(
                name: "sessions",
                columns: table => new
                {
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    person_id = table.Column<string>(type: "TEXT", nullable: false),
                    used_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sessions", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "shown",
                columns: table => new
                {
                    counterpart = table.Column<string>(type: "TEXT", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_shown", x => x.counterpart);
                });

            migrationBuilder.CreateTable(
                name: "taken_back",
                columns: table => new
                {
                    counterpart = table.Column<string>(type: "TEXT", nullable: false),
                    withdrawal_id = table.Column<string>(type: "TEXT", nullable: false),
                    message_id = table.Column<string>(type: "TEXT", nullable: false),
                    exchange_id = table.Column<string>(type: "TEXT", nullable: false),
                    whole = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_taken_back", x => new { x.counterpart, x.withdrawal_id, x.message_id });
                });

            migrationBuilder.CreateTable(
                name: "tiles",
                columns: table => new
                {
                    log = table.Column<long>(type: "INTEGER", nullable: false),
                    level = table.Column<int>(type: "INTEGER", nullable: false),
                    index = table.Column<long>(type: "INTEGER", nullable: false),
                    hashes = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tiles", x => new { x.log, x.level, x.index });
                });

            migrationBuilder.CreateTable(
                name: "sealed",
                columns: table => new
                {
                    outbox_id = table.Column<long>(type: "INTEGER", nullable: false),
                    bytes = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sealed", x => x.outbox_id);
                    table.ForeignKey(
                        name: "FK_sealed_outbox_outbox_id",
                        column: x => x.outbox_id,
                        principalTable: "outbox",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "journal",
                columns: new[] { "id", "batch", "damage", "witness_halted" },
                values: new object[] { 1, 0L, null, null });

            migrationBuilder.InsertData(
                table: "logs",
                columns: new[] { "id", "ended_at", "origin", "size" },
                values: new object[] { 1L, null, null, null });

            migrationBuilder.CreateIndex(
                name: "IX_api_keys_hash",
                table: "api_keys",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_api_keys_name",
                table: "api_keys",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bring_backs_at",
                table: "bring_backs",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_bring_backs_counterpart_at",
                table: "bring_backs",
                columns: new[] { "counterpart", "at" },
                filter: "NOT raised");

            migrationBuilder.CreateIndex(
                name: "IX_contents_erase_at",
                table: "contents",
                column: "erase_at",
                filter: "erase_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_deferred_counterpart_exchange_id",
                table: "deferred",
                columns: new[] { "counterpart", "exchange_id" });

            migrationBuilder.CreateIndex(
                name: "IX_deferred_counterpart_sealed",
                table: "deferred",
                columns: new[] { "counterpart", "sealed" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_drafts_author_id",
                table: "drafts",
                columns: new[] { "author", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_drafts_status_id",
                table: "drafts",
                columns: new[] { "status", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_entries_log_exchange_id_index",
                table: "entries",
                columns: new[] { "log", "exchange_id", "index" });

            migrationBuilder.CreateIndex(
                name: "IX_events_event_id_consumer",
                table: "events",
                columns: new[] { "event_id", "consumer" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_exchanges_counterpart_kind_status_unit_opened_at",
                table: "exchanges",
                columns: new[] { "counterpart", "kind", "status", "unit", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "IX_exchanges_counterpart_unit_opened_at",
                table: "exchanges",
                columns: new[] { "counterpart", "unit", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "IX_exchanges_due_at",
                table: "exchanges",
                column: "due_at",
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_exchanges_exchange_id",
                table: "exchanges",
                column: "exchange_id");

            migrationBuilder.CreateIndex(
                name: "IX_exchanges_kind_opened_at",
                table: "exchanges",
                columns: new[] { "kind", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "IX_exchanges_kind_status_unit_opened_at",
                table: "exchanges",
                columns: new[] { "kind", "status", "unit", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "IX_exchanges_opened_at",
                table: "exchanges",
                column: "opened_at");

            migrationBuilder.CreateIndex(
                name: "IX_exchanges_our_turn_opened_at",
                table: "exchanges",
                columns: new[] { "our_turn", "opened_at" },
                filter: "our_turn IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_exchanges_reference_counterpart",
                table: "exchanges",
                columns: new[] { "reference", "counterpart" });

            migrationBuilder.CreateIndex(
                name: "IX_exchanges_status_opened_at",
                table: "exchanges",
                columns: new[] { "status", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "IX_exchanges_unit_opened_at",
                table: "exchanges",
                columns: new[] { "unit", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "exchanges_figures",
                table: "exchanges",
                columns: new[] { "counterpart", "opened_by_us", "status", "outcome", "opened_at", "answered_at", "unit" });

            migrationBuilder.CreateIndex(
                name: "exchanges_held",
                table: "exchanges",
                column: "opened_at",
                filter: "hold IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "exchanges_in_hand",
                table: "exchanges",
                columns: new[] { "officer", "opened_at" },
                filter: "officer IS NOT NULL AND open");

            migrationBuilder.CreateIndex(
                name: "exchanges_open",
                table: "exchanges",
                columns: new[] { "unit", "opened_at" },
                filter: "open");

            migrationBuilder.CreateIndex(
                name: "IX_messages_counterpart_exchange_id_entry_index",
                table: "messages",
                columns: new[] { "counterpart", "exchange_id", "entry_index" });

            migrationBuilder.CreateIndex(
                name: "IX_messages_counterpart_outgoing_exchange_id_sequence",
                table: "messages",
                columns: new[] { "counterpart", "outgoing", "exchange_id", "sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_messages_counterpart_outgoing_message_id",
                table: "messages",
                columns: new[] { "counterpart", "outgoing", "message_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_messages_entry_index",
                table: "messages",
                column: "entry_index");

            migrationBuilder.CreateIndex(
                name: "IX_messages_message_id",
                table: "messages",
                column: "message_id");

            migrationBuilder.CreateIndex(
                name: "IX_messages_sealed",
                table: "messages",
                column: "sealed",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_messages_signed",
                table: "messages",
                column: "signed");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_message_id",
                table: "outbox",
                column: "message_id");

            migrationBuilder.CreateIndex(
                name: "outbox_due",
                table: "outbox",
                columns: new[] { "counterpart", "next_attempt_at" },
                filter: "settled_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "outbox_fresh",
                table: "outbox",
                columns: new[] { "counterpart", "id" },
                filter: "confirmed_at IS NULL AND settled_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "outbox_link",
                table: "outbox",
                columns: new[] { "counterpart", "kind" },
                filter: "link");

            migrationBuilder.CreateIndex(
                name: "outbox_settled",
                table: "outbox",
                columns: new[] { "counterpart", "settled_at" },
                filter: "settled_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_passages_counterpart",
                table: "passages",
                column: "counterpart");

            migrationBuilder.CreateIndex(
                name: "IX_passkeys_credential_id",
                table: "passkeys",
                column: "credential_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_passkeys_person_id",
                table: "passkeys",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "IX_people_issuer_subject",
                table: "people",
                columns: new[] { "issuer", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_name",
                table: "people",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_quarantine_counterpart_sealed",
                table: "quarantine",
                columns: new[] { "counterpart", "sealed" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_receipts_counterpart_message_id",
                table: "receipts",
                columns: new[] { "counterpart", "message_id" });

            migrationBuilder.CreateIndex(
                name: "IX_reminders_counterpart_next_at",
                table: "reminders",
                columns: new[] { "counterpart", "next_at" });

            migrationBuilder.CreateIndex(
                name: "IX_sessions_person_id",
                table: "sessions",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "IX_taken_back_counterpart_exchange_id",
                table: "taken_back",
                columns: new[] { "counterpart", "exchange_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alarms");

            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "bring_backs");

            migrationBuilder.DropTable(
                name: "cards");

            migrationBuilder.DropTable(
                name: "checkpoints");

            migrationBuilder.DropTable(
                name: "contents");

            migrationBuilder.DropTable(
                name: "cosignatures");

            migrationBuilder.DropTable(
                name: "deferred");

            migrationBuilder.DropTable(
                name: "drafts");

            migrationBuilder.DropTable(
                name: "entries");

            migrationBuilder.DropTable(
                name: "events");

            migrationBuilder.DropTable(
                name: "exchanges");

            migrationBuilder.DropTable(
                name: "grants");

            migrationBuilder.DropTable(
                name: "held_checkpoints");

            migrationBuilder.DropTable(
                name: "id_tokens");

            migrationBuilder.DropTable(
                name: "idempotency");

            migrationBuilder.DropTable(
                name: "journal");

            migrationBuilder.DropTable(
                name: "links");

            migrationBuilder.DropTable(
                name: "logs");

            migrationBuilder.DropTable(
                name: "messages");

            migrationBuilder.DropTable(
                name: "passages");

            migrationBuilder.DropTable(
                name: "passkeys");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "quarantine");

            migrationBuilder.DropTable(
                name: "receipts");

            migrationBuilder.DropTable(
                name: "recorded");

            migrationBuilder.DropTable(
                name: "reminders");

            migrationBuilder.DropTable(
                name: "sealed");

            migrationBuilder.DropTable(
                name: "sessions");

            migrationBuilder.DropTable(
                name: "shown");

            migrationBuilder.DropTable(
                name: "taken_back");

            migrationBuilder.DropTable(
                name: "tiles");

            migrationBuilder.DropTable(
                name: "outbox");
        }
    }
}
