namespace Exchange.Gateway.Store;

/// <summary>The database was made by an older or a newer program.</summary>
internal sealed class SchemaMismatchException(string path, bool older) : Exception(older
    ? $"The database {path} has an older schema. Make a backup, then run 'exchange db migrate'. Nothing was changed."
    : $"The database {path} has a newer schema than this program knows. Run the newer program. Nothing was changed.");
