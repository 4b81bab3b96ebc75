using Exchange.Cli;

return await new ExchangeCommand(Surroundings.OfThisProcess()).RunAsync(args);
