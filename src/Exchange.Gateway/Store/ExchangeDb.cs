using Microsoft.EntityFrameworkCore;

namespace Exchange.Gateway.Store;

/// <summary>
/// The gateway's tables. The journal alone writes them, by SQL of its own on the connection underneath; this model makes the
/// schema and answers the API's questions. Ids and digests are in their text form, times in milliseconds since 1970 (UTC).
/// </summary>
internal sealed class ExchangeDb(DbContextOptions<ExchangeDb> options) : DbContext(options)
{
    public DbSet<ExchangeRow> Exchanges => Set<ExchangeRow>();

    public DbSet<MessageRow> Messages => Set<MessageRow>();

    public DbSet<ContentRow> Contents => Set<ContentRow>();

    public DbSet<ReceiptRow> Receipts => Set<ReceiptRow>();

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<EntryRow> Entries => Set<EntryRow>();

    public DbSet<LinkRow> Links => Set<LinkRow>();

    public DbSet<CheckpointRow> Checkpoints => Set<CheckpointRow>();

    public DbSet<CosignatureRow> Cosignatures => Set<CosignatureRow>();

    public DbSet<HeadRow> Heads => Set<HeadRow>();

    public DbSet<ParkedRow> Parked => Set<ParkedRow>();

    public DbSet<QuarantineRow> Quarantine => Set<QuarantineRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        Cases(modelBuilder);
        Border(modelBuilder);
        Log(modelBuilder);
    }

    private static void Cases(ModelBuilder model)
    {
        model.Entity<ExchangeRow>(row =>
        {
            row.ToTable("exchanges").HasKey(exchange => new { exchange.Counterpart, exchange.ExchangeId });
            row.HasIndex(exchange => new { exchange.Counterpart, exchange.Reference });
            row.HasIndex(exchange => exchange.ExchangeId);
            row.HasIndex(exchange => exchange.OpenedAt);
            row.HasIndex(exchange => new { exchange.Status, exchange.DueAt });
        });
        model.Entity<MessageRow>(row =>
        {
            row.ToTable("messages").HasKey(message => message.Id);
            row.HasIndex(message => new { message.Counterpart, message.Outgoing, message.MessageId }).IsUnique();
            row.HasIndex(message => new { message.Counterpart, message.Outgoing, message.ExchangeId, message.Sequence }).IsUnique();
            row.HasIndex(message => message.Sealed).IsUnique();
            row.HasIndex(message => message.Signed);
            row.HasIndex(message => message.MessageId);
            row.HasIndex(message => message.EntryIndex);
            row.HasIndex(message => new { message.Counterpart, message.ExchangeId, message.EntryIndex });
        });
        model.Entity<ContentRow>(row =>
        {
            row.ToTable("contents").HasKey(content => content.EntryIndex);
            row.Property(content => content.EntryIndex).ValueGeneratedNever();
        });
        model.Entity<ReceiptRow>(row =>
        {
            row.ToTable("receipts").HasKey(receipt => receipt.EntryIndex);
            row.Property(receipt => receipt.EntryIndex).ValueGeneratedNever();
            row.HasIndex(receipt => new { receipt.Counterpart, receipt.MessageId });
        });
        model.Entity<IdempotencyRow>().ToTable("idempotency").HasKey(row => row.Key);
        model.Entity<EventRow>().ToTable("events").HasKey(row => row.Id);
    }

    private static void Border(ModelBuilder model)
    {
        model.Entity<OutboxRow>(row =>
        {
            row.ToTable("outbox").HasKey(item => item.Id);
            row.HasIndex(item => new { item.Counterpart, item.Id }).HasFilter("confirmed_at IS NULL AND settled_at IS NULL").HasDatabaseName("outbox_fresh");
            row.HasIndex(item => new { item.Counterpart, item.NextAttemptAt }).HasFilter("settled_at IS NULL").HasDatabaseName("outbox_due");
            row.HasIndex(item => new { item.Counterpart, item.Kind }).HasFilter("link").HasDatabaseName("outbox_link");
            row.HasIndex(item => item.MessageId);
            row.HasIndex(item => new { item.Counterpart, item.SettledAt }).HasFilter("settled_at IS NOT NULL").HasDatabaseName("outbox_settled");
        });
        model.Entity<SealedRow>(row =>
        {
            row.ToTable("sealed").HasKey(item => item.OutboxId);
            row.Property(item => item.OutboxId).ValueGeneratedNever();
            row.HasOne<OutboxRow>().WithOne().HasForeignKey<SealedRow>(item => item.OutboxId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<GrantRow>().ToTable("grants").HasKey(row => new { row.At, row.Digest });
        model.Entity<ParkedRow>(row =>
        {
            row.ToTable("parked").HasKey(item => item.Id);
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
        model.Entity<EntryRow>(row =>
        {
            row.ToTable("entries").HasKey(entry => entry.Index);
            row.Property(entry => entry.Index).ValueGeneratedNever();
            row.HasIndex(entry => entry.ExchangeId);
        });
        model.Entity<JournalRow>().ToTable("journal").HasData(new JournalRow { Id = 1, Batch = 0 });
        model.Entity<TileRow>().ToTable("tiles").HasKey(row => new { row.Level, row.Index });
        model.Entity<CheckpointRow>(row =>
        {
            row.ToTable("checkpoints").HasKey(checkpoint => checkpoint.Size);
            row.Property(checkpoint => checkpoint.Size).ValueGeneratedNever();
        });
        model.Entity<CosignatureRow>().ToTable("cosignatures").HasKey(row => new { row.Witness, row.Size });
        model.Entity<ShownRow>().ToTable("shown").HasKey(row => row.Counterpart);
        model.Entity<AlarmRow>().ToTable("alarms").HasKey(row => row.Id);
        model.Entity<HeadRow>().ToTable("heads").HasKey(row => new { row.Counterpart, row.Origin, row.Size });
        model.Entity<RecordedRow>().ToTable("recorded").HasKey(row => row.Name);
        model.Entity<FormerLogRow>().ToTable("former_logs").HasKey(row => row.Origin);
        model.Entity<FormerEntryRow>().ToTable("former_entries").HasKey(row => new { row.Origin, row.Index });
        model.Entity<FormerTileRow>().ToTable("former_tiles").HasKey(row => new { row.Origin, row.Level, row.Index });
        model.Entity<FormerCheckpointRow>().ToTable("former_checkpoints").HasKey(row => new { row.Origin, row.Size });
        model.Entity<FormerReceiptRow>().ToTable("former_receipts").HasKey(row => new { row.Origin, row.EntryIndex });
        model.Entity<FormerContentRow>().ToTable("former_contents").HasKey(row => new { row.Origin, row.Index });
        model.Entity<FormerCosignatureRow>().ToTable("former_cosignatures").HasKey(row => new { row.Origin, row.Witness, row.Size });
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Conventions.Add(_ => new SnakeCaseColumns());
    }
}
