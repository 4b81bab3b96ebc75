using Exchange.Cli;
using Exchange.Sealing.Keys;

OwnFile.ShutOthersOut();
using var interruption = new Interruption();
return await new ExchangeCommand(Surroundings.OfThisProcess()).RunAsync(args, interruption.Token);
