import { Command, InvalidArgumentError, Option } from 'commander';
import type { Hearing } from '../../proto/gen/nlu/v1/Hearing.js';
import type { InterpretRequest } from '../../proto/gen/nlu/v1/InterpretRequest.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import type { Reading } from '../../proto/gen/nlu/v1/Reading.js';
import type { RecentActivity } from '../../proto/gen/nlu/v1/RecentActivity.js';
import { NluError } from '../../serving/errors.js';
import { type GatewayAccess, withGatewayOptions } from '../access/gateway-access.js';
import { withGateway } from '../access/gateway-client.js';
import { widthOf } from '../interpretation/fitted-table.js';
import { parseHearing, parseHearings } from '../interpretation/hearings-file.js';
import { interpretationTable } from '../interpretation/interpretation-table.js';
import { readOptionFile } from '../option-file.js';
import {
  bundlesOption,
  cataloguesOption,
  collect,
  deviceOption,
  positiveInteger,
  share,
  withOption,
} from '../options.js';

interface Flags extends GatewayAccess {
  device?: string;
  screen?: boolean;
  foreground?: string;
  locale?: string;
  time?: string;
  recent?: RecentActivity[];
  customer?: string;
  session?: string;
  wake?: number;
  domains?: string[];
  max?: number;
  priors: boolean;
  preferences: boolean;
  explain?: boolean;
  resolve?: boolean;
  json?: boolean;
  then?: string[];
  recognised?: string;
  hearing?: string[];
  bundles?: string;
  catalogues?: string;
  with?: string[];
}

/** `interpret`: one utterance, readable. */
export function interpretCommand(): Command {
  const command = new Command('interpret')
    .description('Interpret one utterance and print what every domain makes of it.')
    .argument('[utterance...]', 'what the user said; may be left out where hearings are given')
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
    .option('--customer <name>', 'who asks, for a gateway that keeps events; prints the id of the request too')
    .option('--session <name>', 'the conversation: a rephrase is its next request')
    .option('--wake <p>', 'how sure the device is that it was spoken to', share)
    .option('--domains <names...>', 'ask these domains only')
    .option('--max <n>', 'hypotheses to print at most', positiveInteger)
    .option('--no-priors', 'leave the device out of the ranking')
    .option('--no-preferences', "leave the customer's preferences out")
    .option('--explain', 'print the three strongest reasons of each hypothesis; with --json every part')
    .option('--resolve', "print what the slots mean in the domains' catalogues, where they have some")
    .option(
      '--then <utterance>',
      'what the user says next, as the answer where the gateway asked, else as a request of its own; repeat it',
      collect,
    )
    .option(
      '--hearing <text=confidence>',
      "one entry of a speech recogniser's n-best list, best first, the confidence optional; repeat it",
      collect,
    )
    .addOption(
      new Option(
        '--recognised <file>',
        'the n-best list as JSON: [{"text": "play jazz", "confidence": 0.7}, ...], best first',
      ).conflicts('hearing'),
    )
    .option('--json', "print the gateway's reply as JSON, with --then the replies of all turns as a list")
    .addOption(bundlesOption())
    .addOption(cataloguesOption())
    .addOption(withOption());
  return withGatewayOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  nlu-reranker interpret "find the novel dune" --device tv
  nlu-reranker interpret "play mary poppins" --device ereader --explain
  nlu-reranker interpret "play mary poppins" --then "the movie"
  nlu-reranker interpret "play hello by adele" --resolve --catalogues trained
  nlu-reranker interpret --hearing "play the fill jaws=0.5" --hearing "play the film jaws=0.4"
  nlu-reranker interpret --recognised n-best.json
  nlu-reranker interpret "find dune" --time 2026-01-15T20:30:00Z --recent video@2026-01-15T20:10:00Z
  nlu-reranker interpret "put on some jazz" --customer c-81f2 --session kitchen --gateway 127.0.0.1:50050
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

async function runInterpret(utterance: string, { json, then = [], ...flags }: Flags): Promise<void> {
  const recognised = hearingsOf(flags);
  if (utterance === '' && recognised.length === 0) {
    throw new NluError('INVALID_ARGUMENT', 'say what the user said: an utterance, --hearing or --recognised FILE');
  }
  const utterances = [utterance, ...then];
  const replies = await withGateway(flags, async (client) => {
    const done: InterpretResponse__Output[] = [];
    for (const [turn, said] of utterances.entries()) {
      const request = toRequest(said, askedBy(done.at(-1)), flags);
      done.push(await client.interpret(turn === 0 ? { ...request, recognised } : request));
    }
    return done;
  });
  if (json) {
    process.stdout.write(`${JSON.stringify(then.length > 0 ? replies : replies[0], null, 2)}\n`);
    return;
  }
  const tables = replies.map((reply, turn) => {
    const table = interpretationTable(reply, widthOf(process.stdout));
    const told = flags.customer === undefined ? table : `${table}\nrequest ${reply.requestId}`;
    return then.length > 0 ? `"${utterances[turn] || reply.hearings[0]?.text}"\n${told}` : told;
  });
  process.stdout.write(`${tables.join('\n\n')}\n`);
}

/** The n-best list of the first utterance; empty where none is given. */
function hearingsOf({ recognised: file, hearing = [] }: Flags): Hearing[] {
  if (file === undefined) return hearing.map(parseHearing);
  return parseHearings(readOptionFile('--recognised', file).toString('utf8'), file);
}

/** The readings that a reply asks about; none where it asks nothing. */
function askedBy(reply: InterpretResponse__Output | undefined): Reading[] {
  return reply?.decision === 'DECISION_CLARIFY' ? reply.readings : [];
}

function toRequest(utterance: string, asked: Reading[], flags: Flags): InterpretRequest {
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
    customer: flags.customer ?? '',
    session: flags.session ?? '',
    ...(flags.wake !== undefined && { wakeConfidence: flags.wake }),
    domains: flags.domains ?? [],
    maxHypotheses: flags.max ?? 0,
    applyPriors: flags.priors,
    applyPreferences: flags.preferences,
    explain: flags.explain ?? false,
    includeScreened: true,
    resolve: flags.resolve ?? false,
    asked,
  };
}
