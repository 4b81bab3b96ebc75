using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Exchange.Gateway.Store;

/// <summary>
/// The gateway's tables. Only the journal writes them, by SQL; this model defines the schema and serves the API's queries. Ids and
/// digests are in their text form, times in milliseconds since 1970 (UTC).
/// </summary>
internal class ExchangeDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<ExchangeRow> Exchanges => Set<ExchangeRow>();

    public DbSet<MessageRow> Messages => Set<MessageRow>();

    /// <summary>The contents of the present ledger's messages.</summary>
    public IQueryable<ContentRow> Contents => Set<ContentRow>().Where(content => content.Log == Set<LogRow>().Max(log => log.Id));

    public DbSet<PersonRow> Persons => Set<PersonRow>();

    public DbSet<BringBackRow> BringBacks => Set<BringBackRow>();

    public DbSet<DraftRow> Drafts => Set<DraftRow>();

    /// <summary>The entries of the present ledger.</summary>
    public IQueryable<EntryRow> Entries => Set<EntryRow>().Where(entry => entry.Log == Set<LogRow>().Max(log => log.Id));

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        Cases(modelBuilder);
        Border(modelBuilder);
        Log(modelBuilder);
        People(modelBuilder);
    }

    private static void Cases(ModelBuilder model)
    {
        model.Entity<ExchangeRow>(row =>
        {
            row.ToTable("exchanges").HasKey(exchange => new { exchange.Counterpart, exchange.ExchangeId });
            row.HasIndex(exchange => new { exchange.Reference, exchange.Counterpart });
            row.HasIndex(exchange => exchange.ExchangeId);
            row.HasIndex(exchange => exchange.OpenedAt);
            row.HasIndex(exchange => new
            {
                exchange.Counterpart,
                exchange.Unit,
                exchange.OpenedAt,
            });
            row.HasIndex(exchange => new { exchange.Kind, exchange.OpenedAt });
            row.HasIndex(exchange => new { exchange.Status, exchange.OpenedAt });
            row.HasIndex(exchange => new
            {
                exchange.Kind,
                exchange.Status,
                exchange.Unit,
                exchange.OpenedAt,
            });
            row.HasIndex(exchange => new
            {
                exchange.Counterpart,
                exchange.Kind,
                exchange.Status,
                exchange.Unit,
                exchange.OpenedAt,
            });
            row.HasIndex(exchange => new { exchange.OurTurn, exchange.OpenedAt }).HasFilter("our_turn IS NOT NULL");
            row.HasIndex(exchange => exchange.DueAt).HasFilter("due_at IS NOT NULL");
            row.HasIndex(exchange => exchange.OpenedAt, "exchanges_held").HasFilter("hold IS NOT NULL");
            row.HasIndex(exchange => new { exchange.Unit, exchange.OpenedAt });
            row.HasIndex(exchange => new { exchange.Unit, exchange.OpenedAt }, "exchanges_open").HasFilter("open");
            row.HasIndex(exchange => new { exchange.Officer, exchange.OpenedAt }, "exchanges_in_hand")
                .HasFilter("officer IS NOT NULL AND open");
            // All that figures count, in their order.
            row.HasIndex(
                exchange => new
                {
                    exchange.Counterpart,
                    exchange.OpenedByUs,
                    exchange.Status,
                    exchange.Outcome,
                    exchange.OpenedAt,
                    exchange.AnsweredAt,
                    exchange.Unit,
                },
                "exchanges_figures"
            );
        });
        model.Entity<ReminderRow>(row =>
        {
            row.ToTable("reminders").HasKey(reminder => new { reminder.Counterpart, reminder.ExchangeId });
            row.HasIndex(reminder => new { reminder.Counterpart, reminder.NextAt });
        });
        model.Entity<BringBackRow>(row =>
        {
            row.ToTable("bring_backs").HasKey(bringBack => new { bringBack.Counterpart, bringBack.ExchangeId });
            row.HasIndex(bringBack => bringBack.At);
            row.HasIndex(bringBack => new { bringBack.Counterpart, bringBack.At }).HasFilter("NOT raised");
        });
        model.Entity<DraftRow>(row =>
        {
            row.ToTable("drafts").HasKey(draft => draft.Id);
            row.HasIndex(draft => new { draft.Author, draft.Id });
            row.HasIndex(draft => new { draft.Status, draft.Id });
        });
        model.Entity<MessageRow>(row =>
        {
            row.ToTable("messages").HasKey(message => message.Id);
            row.HasIndex(message => new
            {
                message.Counterpart,
                message.Outgoing,
                message.MessageId,
            })
                .IsUnique();
            row.HasIndex(message => new
            {
                message.Counterpart,
                message.Outgoing,
                message.ExchangeId,
                message.Sequence,
            })
                .IsUnique();
            row.HasIndex(message => message.Sealed).IsUnique();
            row.HasIndex(message => message.Signed);
            row.HasIndex(message => message.MessageId);
            row.HasIndex(message => message.EntryIndex);
            row.HasIndex(message => new
            {
                message.Counterpart,
                message.ExchangeId,
                message.EntryIndex,
            });
        });
        model.Entity<PassageRow>(row =>
        {
            row.ToTable("passages")
                .HasKey(passage => new
                {
                    passage.Mark,
                    passage.Counterpart,
                    passage.MessageId,
                    passage.Pointer,
                });
            row.HasIndex(passage => passage.Counterpart);
        });
        model.Entity<TakenBackRow>(row =>
        {
            row.ToTable("taken_back")
                .HasKey(taken => new
                {
                    taken.Counterpart,
                    taken.WithdrawalId,
                    taken.MessageId,
                });
            row.HasIndex(taken => new { taken.Counterpart, taken.ExchangeId });
        });
        model.Entity<ContentRow>(row =>
        {
            row.ToTable("contents").HasKey(content => new { content.Log, content.EntryIndex });
            row.HasIndex(content => content.EraseAt).HasFilter("erase_at IS NOT NULL");
        });
        model.Entity<ReceiptRow>(row =>
        {
            row.ToTable("receipts").HasKey(receipt => new { receipt.Log, receipt.EntryIndex });
            row.HasIndex(receipt => new { receipt.Counterpart, receipt.MessageId });
        });
        model.Entity<IdempotencyRow>().ToTable("idempotency").HasKey(row => row.Key);
        model.Entity<EventRow>(row =>
        {
            row.ToTable("events").HasKey(item => item.Id);
            row.HasIndex(item => new { item.EventId, item.Consumer }).IsUnique();
        });
    }

    private static void Border(ModelBuilder model)
    {
        model.Entity<OutboxRow>(row =>
        {
            row.ToTable("outbox").HasKey(item => item.Id);
            row.HasIndex(item => new { item.Counterpart, item.Id })
                .HasFilter("confirmed_at IS NULL AND settled_at IS NULL")
                .HasDatabaseName("outbox_fresh");
            row.HasIndex(item => new { item.Counterpart, item.NextAttemptAt })
                .HasFilter("settled_at IS NULL")
                .HasDatabaseName("outbox_due");
            row.HasIndex(item => new { item.Counterpart, item.Kind }).HasFilter("link").HasDatabaseName("outbox_link");
            row.HasIndex(item => item.MessageId);
            row.HasIndex(item => new { item.Counterpart, item.SettledAt })
                .HasFilter("settled_at IS NOT NULL")
                .HasDatabaseName("outbox_settled");
        });
        model.Entity<SealedRow>(row =>
        {
            row.ToTable("sealed").HasKey(item => item.OutboxId);
            row.Property(item => item.OutboxId).ValueGeneratedNever();
            row.HasOne<OutboxRow>().WithOne().HasForeignKey<SealedRow>(item => item.OutboxId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<GrantRow>().ToTable("grants").HasKey(row => new { row.At, row.Digest });
        model.Entity<DeferredRow>(row =>
        {
            row.ToTable("deferred").HasKey(item => item.Id);
            row.HasIndex(item => new { item.Counterpart, item.Sealed }).IsUnique();
            row.HasIndex(item => new { item.Counterpart, item.ExchangeId });
            row.Property(item => item.LookAt).HasDefaultValue(0L);
        });
        model.Entity<QuarantineRow>(row =>
        {
            row.ToTable("quarantine").HasKey(item => item.Id);
            row.HasIndex(item => new { item.Counterpart, item.Sealed }).IsUnique();
        });
        model.Entity<LinkRow>().ToTable("links").HasKey(row => row.Counterpart);
        model.Entity<CardRow>().ToTable("cards").HasKey(row => new { row.Party, row.Serial });
    }

    private static void Log(ModelBuilder model)
    {
        model.Entity<LogRow>(row =>
        {
            row.ToTable("logs").HasKey(log => log.Id);
            row.Property(log => log.Id).ValueGeneratedNever();
            row.HasData(new LogRow(1, Origin: null, Size: null, EndedAt: null));
        });
        model.Entity<EntryRow>(row =>
        {
            row.ToTable("entries").HasKey(entry => new { entry.Log, entry.Index });
            row.HasIndex(entry => new
            {
                entry.Log,
                entry.ExchangeId,
                entry.Index,
            });
        });
        model.Entity<JournalRow>().ToTable("journal").HasData(new JournalRow(1, Batch: 0, Damage: null, WitnessHalted: null));
        model
            .Entity<TileRow>()
            .ToTable("tiles")
            .HasKey(row => new
            {
                row.Log,
                row.Level,
                row.Index,
            });
        model.Entity<CheckpointRow>().ToTable("checkpoints").HasKey(row => new { row.Log, row.Size });
        model
            .Entity<CosignatureRow>()
            .ToTable("cosignatures")
            .HasKey(row => new
            {
                row.Log,
                row.Witness,
                row.Size,
            });
        model.Entity<ShownRow>().ToTable("shown").HasKey(row => row.Counterpart);
        model.Entity<AlarmRow>().ToTable("alarms").HasKey(row => row.Id);
        model
            .Entity<HeldCheckpointRow>()
            .ToTable("held_checkpoints")
            .HasKey(row => new
            {
                row.Counterpart,
                row.Origin,
                row.Size,
            });
        model.Entity<RecordedRow>().ToTable("recorded").HasKey(row => row.Name);
    }

    private static void People(ModelBuilder model)
    {
        model.Entity<PersonRow>(row =>
        {
            row.ToTable("people").HasKey(person => person.Id);
            row.HasIndex(person => person.Name).IsUnique();
            row.HasIndex(person => new { person.Issuer, person.Subject }).IsUnique();
            row.Ignore(person => person.ChangedBy);
            row.Ignore(person => person.Call);
        });
        model.Entity<PasskeyRow>(row =>
        {
            row.ToTable("passkeys").HasKey(passkey => passkey.Id);
            row.HasIndex(passkey => passkey.PersonId);
            row.HasIndex(passkey => passkey.CredentialId).IsUnique();
        });
        model.Entity<IdTokenRow>().ToTable("id_tokens").HasKey(row => row.Hash);
        model.Entity<SessionRow>(row =>
        {
            row.ToTable("sessions").HasKey(session => session.Hash);
            row.HasIndex(session => session.PersonId);
        });
        model.Entity<KeyRow>(row =>
        {
            row.ToTable("api_keys").HasKey(key => key.Id);
            row.HasIndex(key => key.Name).IsUnique();
            row.HasIndex(key => key.Hash).IsUnique();
        });
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Conventions.Add(_ => new SnakeCaseColumns());
    }
}

/// <summary>
/// The same on PostgreSQL, with its own migrations. Texts are compared byte by byte, as in SQLite, whatever the server's locale.
/// </summary>
internal sealed class PostgreSqlDb(DbContextOptions<PostgreSqlDb> options) : ExchangeDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<string>().UseCollation("C");
    }
}

/// <summary>Columns are named as in the journal's SQL: lower case with underscores, on every database.</summary>
internal sealed class SnakeCaseColumns : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var property in modelBuilder.Metadata.GetEntityTypes().SelectMany(type => type.GetProperties()))
            property.Builder.HasColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
    }
}
