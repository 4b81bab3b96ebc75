using Exchange.Gateway.Hosting;
using Exchange.Sealing.Keys;

OwnFile.ShutOthersOut();
return await GatewayCommand.RunAsync(args);
