import { Command } from 'commander';
import { type GatewayAccess, withGatewayOptions } from '../access/gateway-access.js';
import { withGateway } from '../access/gateway-client.js';
import { descriptionTable } from '../interpretation/description-table.js';
import { bundlesOption, withOption } from '../options.js';

interface Flags extends GatewayAccess {
  json?: boolean;
  bundles?: string;
  with?: string[];
}

/** `describe`: what the domains can understand. */
export function describeCommand(): Command {
  const command = new Command('describe')
    .description('Print what every domain can understand, and the bundle versions that it serves.')
    .argument('[domain...]', 'these domains only')
    .option('--json', "print the gateway's reply as JSON")
    .addOption(bundlesOption())
    .addOption(withOption());
  return withGatewayOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  nlu-reranker describe
  nlu-reranker describe music --json --gateway 127.0.0.1:50050`,
    )
    .action(async (domains: string[], { json, ...flags }: Flags) => {
      const reply = await withGateway(flags, (client) => client.describe({ domains }));
      process.stdout.write(json ? `${JSON.stringify(reply, null, 2)}\n` : `${descriptionTable(reply)}\n`);
    });
}
