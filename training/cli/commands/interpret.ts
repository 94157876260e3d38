import { Command } from 'commander';
import type { InterpretRequest } from '../../../proto/gen/nlu/v1/InterpretRequest.js';
import { withGateway } from '../gateway-client.js';
import { interpretationTable } from '../interpretation-table.js';
import { bundlesOption, deviceOption, gatewayOption, positiveInteger } from '../options.js';

interface Flags {
  device?: string;
  screen?: boolean;
  foreground?: string;
  domains?: string[];
  max?: number;
  priors: boolean;
  explain?: boolean;
  json?: boolean;
  gateway?: string;
  bundles?: string;
}

/** `interpret`: one utterance, readable. */
export function interpretCommand(): Command {
  return new Command('interpret')
    .description('Interpret one utterance and print what every domain makes of it.')
    .argument('<utterance...>', 'what the user said')
    .addOption(deviceOption())
    .option('--screen', 'the device has a screen')
    .option('--no-screen', 'the device has none')
    .option('--foreground <domain>', 'domain of the app in the foreground')
    .option('--domains <names...>', 'ask these domains only')
    .option('--max <n>', 'hypotheses to print at most', positiveInteger)
    .option('--no-priors', 'leave the device out of the ranking')
    .option('--explain', 'print what each confidence is made of')
    .option('--json', "print the gateway's reply as JSON")
    .addOption(gatewayOption())
    .addOption(bundlesOption())
    .addHelpText(
      'after',
      `
Examples:
  npm run interpret -- "find the novel dune" --device tv
  npm run -s interpret -- "play mary poppins" --device ereader --explain
  npm run -s interpret -- "put on some jazz" --json --gateway 127.0.0.1:50050`,
    )
    .action((words: string[], flags: Flags) => runInterpret(words.join(' '), flags));
}

async function runInterpret(utterance: string, { gateway, bundles, json, ...flags }: Flags): Promise<void> {
  const reply = await withGateway({ gateway, bundles }, (client) => client.interpret(toRequest(utterance, flags)));
  process.stdout.write(json ? `${JSON.stringify(reply, null, 2)}\n` : `${interpretationTable(reply)}\n`);
}

function toRequest(utterance: string, flags: Flags): InterpretRequest {
  return {
    utterance,
    context: {
      deviceType: flags.device ?? '',
      foregroundDomain: flags.foreground ?? '',
      ...(flags.screen !== undefined && { hasScreen: flags.screen }),
    },
    domains: flags.domains ?? [],
    maxHypotheses: flags.max ?? 0,
    applyPriors: flags.priors,
    explain: flags.explain ?? false,
  };
}
