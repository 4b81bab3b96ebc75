namespace Exchange.IntegrationTests.Gateway;

/// <summary>What a program that has ended gave and said.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Error);
