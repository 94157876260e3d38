import { Command, InvalidArgumentError } from 'commander';
import type { InterpretRequest } from '../../proto/gen/nlu/v1/InterpretRequest.js';
import type { RecentActivity } from '../../proto/gen/nlu/v1/RecentActivity.js';
import { type GatewayAccess, withGatewayOptions } from '../access/gateway-access.js';
import { withGateway } from '../access/gateway-client.js';
import { widthOf } from '../interpretation/fitted-table.js';
import { interpretationTable } from '../interpretation/interpretation-table.js';
import { bundlesOption, deviceOption, positiveInteger } from '../options.js';

interface Flags extends GatewayAccess {
  device?: string;
  screen?: boolean;
  foreground?: string;
  locale?: string;
  time?: string;
  recent?: RecentActivity[];
  domains?: string[];
  max?: number;
  priors: boolean;
  explain?: boolean;
  json?: boolean;
  bundles?: string;
}

/** `interpret`: one utterance, readable. */
export function interpretCommand(): Command {
  const command = new Command('interpret')
    .description('Interpret one utterance and print what every domain makes of it.')
    .argument('<utterance...>', 'what the user said')
    .addOption(deviceOption())
    .option('--screen', 'the device has a screen')
    .option('--no-screen', 'the device has none')
    .option('--foreground <domain>', 'domain of the app in the foreground')
    .option('--locale <tag>', 'language and region of the device, BCP 47')
    .option('--time <iso>', "the device's clock, RFC 3339 with its offset")
    .option(
      '--recent <domain@iso>',
      'what the user did before and when, such as music@2026-01-15T20:10:00+01:00; needs --time; repeat it',
      collectActivity,
    )
    .option('--domains <names...>', 'ask these domains only')
    .option('--max <n>', 'hypotheses to print at most', positiveInteger)
    .option('--no-priors', 'leave the device out of the ranking')
    .option('--explain', 'print the three strongest reasons of each hypothesis; with --json every part')
    .option('--json', "print the gateway's reply as JSON")
    .addOption(bundlesOption());
  return withGatewayOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  nlu-reranker interpret "find the novel dune" --device tv
  nlu-reranker interpret "play mary poppins" --device ereader --explain
  nlu-reranker interpret "find dune" --time 2026-01-15T20:30:00Z --recent video@2026-01-15T20:10:00Z
  nlu-reranker interpret "put on some jazz" --json --gateway 127.0.0.1:50050
  nlu-reranker interpret "put on some jazz" --gateway gateway.nlu.svc:50050 --tls-ca ca.crt --tls-cert tls.crt \\
    --tls-key tls.key --token-file token`,
    )
    .action((words: string[], flags: Flags) => runInterpret(words.join(' '), flags));
}

/** Splits `domain@time`; the gateway checks both. */
function collectActivity(text: string, before: RecentActivity[] = []): RecentActivity[] {
  const at = text.indexOf('@');
  if (at < 1) throw new InvalidArgumentError('It must be <domain>@<time>.');
  return [...before, { domain: text.slice(0, at), time: text.slice(at + 1) }];
}

async function runInterpret(utterance: string, { json, ...flags }: Flags): Promise<void> {
  const reply = await withGateway(flags, (client) => client.interpret(toRequest(utterance, flags)));
  process.stdout.write(
    json ? `${JSON.stringify(reply, null, 2)}\n` : `${interpretationTable(reply, widthOf(process.stdout))}\n`,
  );
}

function toRequest(utterance: string, flags: Flags): InterpretRequest {
  return {
    utterance,
    context: {
      deviceType: flags.device ?? '',
      foregroundDomain: flags.foreground ?? '',
      locale: flags.locale ?? '',
      localTime: flags.time ?? '',
      recent: flags.recent ?? [],
      ...(flags.screen !== undefined && { hasScreen: flags.screen }),
    },
    domains: flags.domains ?? [],
    maxHypotheses: flags.max ?? 0,
    applyPriors: flags.priors,
    explain: flags.explain ?? false,
    includeScreened: true,
  };
}
