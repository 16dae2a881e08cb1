return await DecentralOrg.Cli.Commands.CommandLine.RunAsync(args);
