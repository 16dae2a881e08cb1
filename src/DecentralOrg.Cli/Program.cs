using System.CommandLine;
using DecentralOrg.Cli.Commands;
using DecentralOrg.Cli.Output;

return await CommandLine.RunAsync(args);
