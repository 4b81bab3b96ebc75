namespace Exchange.Gateway.Home;

/// <summary>One gateway per home while this is held. The system releases the lock when the process ends, in any way.</summary>
internal sealed class HomeLock : IDisposable
{
    private readonly FileStream _file;

    private HomeLock(FileStream file) => _file = file;

    /// <exception cref="UnsafeSettingException">Another gateway runs in this home, or the folder cannot be written, or others can access
    /// it.</exception>
    public static HomeLock Take(GatewayHome home)
    {
        try
        {
            PrivateFile.RefuseIfShared(home);
            return new(new(home.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new UnsafeSettingException($"{home.Folder} cannot be written: {exception.Message}");
        }
        catch (IOException exception)
        {
            throw new UnsafeSettingException(
                $"{home.Folder} is in use by another gateway, or cannot be written ({exception.Message}). Nothing was started."
            );
        }
    }

    /// <summary>One change of our card at a time, whether a gateway runs or not.</summary>
    /// <exception cref="IOException">Another command changes it now.</exception>
    public static HomeLock TakeCard(GatewayHome home) =>
        new(new(home.Card + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));

    public void Dispose() => _file.Dispose();
}
