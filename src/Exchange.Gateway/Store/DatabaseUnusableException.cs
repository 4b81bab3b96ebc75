using System.Data.Common;

namespace Exchange.Gateway.Store;

/// <summary>The database cannot be opened, or is none.</summary>
internal sealed class DatabaseUnusableException(string path, DbException inner) : IOException(
    $"The database {path} cannot be used: {inner.Message} Nothing was changed. Check the file, its folder and the disk, or restore it from a backup.", inner);
