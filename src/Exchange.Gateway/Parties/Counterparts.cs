using System.Collections.Concurrent;
using Exchange.Protocol.Parties;

namespace Exchange.Gateway.Parties;

/// <summary>The counterparts whose cards our log has recorded as taken.</summary>
internal sealed class Counterparts
{
    private readonly ConcurrentDictionary<PartyName, Counterpart> _byName = new();

    public IReadOnlyCollection<Counterpart> All => [.. _byName.Values];

    public Counterpart? Find(PartyName name) => _byName.GetValueOrDefault(name);

    public void Put(Counterpart counterpart) => _byName[counterpart.Name] = counterpart;
}
