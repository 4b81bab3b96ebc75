using Exchange.Gateway.Hosting;
using Exchange.Sealing.Keys;

OwnFile.SetPrivateUmask();
return await GatewayCommand.RunAsync(args);
