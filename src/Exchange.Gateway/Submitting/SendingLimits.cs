namespace Exchange.Gateway.Submitting;

/// <summary>What this gateway sends now, by its settings.</summary>
internal sealed class SendingLimits(GatewaySettings settings, Counterparts counterparts, TimeProvider clock)
{
    private readonly Lazy<IReadOnlySet<string>?> _locodes = new(() => settings.LocodeFile is { } file ? LocodeList.Read(file) : null);

    /// <param name="counterpart">The recipient; null if the submission itself names it.</param>
    public SubmissionLimits To(PartyName? counterpart) =>
        new(clock.Now(), counterpart is null ? settings.MaximumClassification : settings.MaximumTo(counterpart))
        {
            MaximumTo = settings.MaximumTo,
            Languages = counterpart is null ? null : LanguagesOf(counterpart),
            LanguagesOf = LanguagesOf,
            RetainAtMost = settings.RetainAtMost(clock.Now()),
            Locodes = _locodes.Value,
        };

    private IReadOnlyList<string>? LanguagesOf(PartyName counterpart) => counterparts.Find(counterpart)?.Card.Languages;
}
