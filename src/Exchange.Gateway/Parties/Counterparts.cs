using System.Collections.Concurrent;

namespace Exchange.Gateway.Parties;

/// <summary>The counterparts whose cards our ledger has recorded as imported.</summary>
internal sealed class Counterparts
{
    private readonly ConcurrentDictionary<PartyName, Counterpart> _byName = new();
    private readonly ConcurrentDictionary<PartyName, bool> _notTaken = new();

    public IReadOnlyCollection<Counterpart> All => [.. _byName.Values];

    /// <summary>Those whose confirmed card is here, but could not be imported because our ledger is suspended.</summary>
    public IReadOnlyCollection<PartyName> NotTaken => [.. _notTaken.Keys];

    public Counterpart? Find(PartyName name) => _byName.GetValueOrDefault(name);

    public void Miss(PartyName name) => _notTaken[name] = true;

    public void Put(Counterpart counterpart) => _byName[counterpart.Name] = counterpart;
}
