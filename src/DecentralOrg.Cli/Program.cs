using System.Globalization;
using DecentralOrg.Cli.Commands;

// Numbers look the same on every machine: scripts read them.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
return await CommandLine.RunAsync(args);
