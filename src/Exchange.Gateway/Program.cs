using Exchange.Gateway.Hosting;

OwnFile.SetPrivateUmask();
return await GatewayCommand.RunAsync(args);
