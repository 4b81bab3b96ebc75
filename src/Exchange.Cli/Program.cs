using Exchange.Cli;

OwnFile.SetPrivateUmask();
using var interruption = new Interruption();
return await new ExchangeCommand(Surroundings.OfThisProcess()).RunAsync(args, interruption.Token);
