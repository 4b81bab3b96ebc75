namespace Exchange.Gateway.Home;

/// <summary>A setting is missing, wrong or unsafe: the gateway does not start. The text says which and what to do.</summary>
internal sealed class UnsafeSettingException(string message) : Exception(message);
