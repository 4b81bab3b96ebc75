using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Exchange.Gateway.Store;

/// <summary>One table of the gateway, for copying its rows to another database.</summary>
internal sealed class CopyTable
{
    private readonly string _read;
    private readonly string _write;
    private readonly Type[] _types;

    private CopyTable(IEntityType entity)
    {
        Name = entity.GetTableName()!;
        var columns = entity.GetProperties().OrderBy(property => property.GetColumnName(), StringComparer.Ordinal).ToList();
        var names = string.Join(", ", columns.Select(column => $"\"{column.GetColumnName()}\""));
        _types = [.. columns.Select(column => Nullable.GetUnderlyingType(column.ClrType) ?? column.ClrType)];
        _read = $"SELECT {names} FROM {Name}";
        _write = $"INSERT INTO {Name} ({names}) VALUES ({string.Join(", ", columns.Select((_, place) => $"@p{place}"))})";
        Counter = columns.Any(column => column.GetColumnName() == "id" && column.ValueGenerated == ValueGenerated.OnAdd);
    }

    public string Name { get; }

    /// <summary>True if the database numbers new rows.</summary>
    public bool Counter { get; }

    /// <summary>All tables, each after those that it refers to.</summary>
    public static List<CopyTable> All(ExchangeDb db) =>
        [
            .. db
                .Model.GetEntityTypes()
                .OrderBy(entity => entity.GetForeignKeys().Count())
                .ThenBy(entity => entity.GetTableName(), StringComparer.Ordinal)
                .Select(entity => new CopyTable(entity)),
        ];

    public long Count(SqlSession sql) => sql.Scalar<long>($"SELECT COUNT(*) FROM {Name}");

    public void Clear(SqlSession sql) => sql.Execute($"DELETE FROM {Name}");

    /// <summary>Copies all rows, one at a time; returns their number.</summary>
    public long Copy(SqlSession from, SqlSession to)
    {
        var (rows, values) = (0L, new object?[_types.Length]);
        from.Each(_read, row =>
        {
            for (var column = 0; column < values.Length; column++)
                values[column] = row.IsDBNull(column) ? null : Value(row, column);
            to.Execute(_write, values);
            rows++;
        });
        return rows;
    }

    // SQLite has no boolean type.
    private object Value(DbDataReader row, int column) =>
        _types[column] switch
        {
            var type when type == typeof(bool) => row.GetBoolean(column),
            var type when type == typeof(int) => row.GetInt32(column),
            var type when type == typeof(long) => row.GetInt64(column),
            var type when type == typeof(string) => row.GetString(column),
            var type when type == typeof(byte[]) => row.GetFieldValue<byte[]>(column),
            var type => throw new NotSupportedException($"The table {Name} has a column of type {type.Name}."),
        };
}
