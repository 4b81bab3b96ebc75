using Exchange.Gateway.Hosting;

return await GatewayCommand.RunAsync(args);
