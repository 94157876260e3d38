import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import type { Outcome } from '../../proto/gen/nlu/v1/Outcome.js';
import { plainOutcomeStatus } from '../../proto/plain-names.js';
import { NluError } from '../../serving/errors.js';
import { type GatewayAccess, withGatewayOptions } from '../access/gateway-access.js';
import { type GatewayClient, withGateway } from '../access/gateway-client.js';
import { widthOf } from '../interpretation/fitted-table.js';
import { outcomeOf, type WhatFlags, withWhatOptions } from '../learning/outcome-options.js';
import { type PreferenceFlags, taughtBy, withPreferenceOptions } from '../preferences/preference-options.js';
import { preferencesTable, taughtText } from '../preferences/preferences-table.js';

interface Flags extends GatewayAccess {
  customer: string;
  json?: boolean;
}

interface ReportFlags extends Flags, WhatFlags {
  event?: string;
  time?: string;
}

const REPORTS = `  nlu-reranker feedback report ID --customer c-81f2 --barge-in 900 --gateway 127.0.0.1:50050
  nlu-reranker feedback report ID --customer c-81f2 --played 180000/240000 --gateway 127.0.0.1:50050
  nlu-reranker feedback report ID --customer c-81f2 --choice none --gateway 127.0.0.1:50050
  nlu-reranker feedback report ID --customer c-81f2 --answer no --propensity 0.05 --gateway 127.0.0.1:50050
  nlu-reranker feedback report ID --customer c-81f2 --served video/PlayVideo --gateway 127.0.0.1:50050`;
const TAUGHT = `  nlu-reranker feedback teach --customer c-81f2 --like music/artist=coltrane --gateway 127.0.0.1:50050
  nlu-reranker feedback teach --customer c-81f2 --default music/service=deezer --gateway 127.0.0.1:50050
  nlu-reranker feedback teach --customer c-81f2 --meaning "the tower=video" --gateway 127.0.0.1:50050`;
const EXAMPLES = `${REPORTS}
${TAUGHT}
  nlu-reranker feedback preferences --customer c-81f2 --gateway 127.0.0.1:50050
  nlu-reranker feedback known --customer c-81f2 --gateway 127.0.0.1:50050
  nlu-reranker feedback forget --customer c-81f2 --preference 72f22afc48a6 --gateway 127.0.0.1:50050
  nlu-reranker feedback forget --customer c-81f2 --gateway 127.0.0.1:50050`;

/** `feedback`: tells a gateway what came of its answers, and what it keeps of a customer. */
export function feedbackCommand(): Command {
  return new Command('feedback')
    .description('Report what came of an answer to a gateway that keeps events; teach, tell or forget what it keeps.')
    .addCommand(reportCommand())
    .addCommand(teachCommand())
    .addCommand(preferencesCommand())
    .addCommand(knownCommand())
    .addCommand(forgetCommand())
    .addHelpText('after', `\nExamples:\n${EXAMPLES}`);
}

function reportCommand(): Command {
  const command = new Command('report')
    .description('Report one thing that came of an answer.')
    .argument('<request>', 'the request, as `interpret --customer` prints it')
    .option('--customer <name>', 'who asked, as in the request', '')
    .option('--event <name>', 'name of the event: reported again it is the same one (default: one of its own)')
    .option('--time <iso>', 'when it came about, RFC 3339 (default: now)');
  return withAccess(withWhatOptions(command))
    .addHelpText(
      'after',
      `
Exit code 0: it is kept. 1: it is not, and the status says why.

Examples:
${REPORTS}`,
    )
    .action((requestId: string, flags: ReportFlags) => runReport(requestId, flags));
}

function knownCommand(): Command {
  const command = new Command('known')
    .description('Tell what is kept of a customer.')
    .requiredOption('--customer <name>', 'who, as in requests');
  return withAccess(command).action(async (flags: Flags) => {
    const reply = await asked(flags, (client) => client.known({ customer: flags.customer }));
    const { known, since, requests, outcomes, texts, days } = reply;
    const kept = `${requests} requests ${texts ? 'with' : 'without'} their words and ${outcomes} outcomes`;
    print(flags, reply, known ? `${kept} since ${since}, each for ${days} days` : 'nothing is kept');
  });
}

function teachCommand(): Command {
  const command = new Command('teach')
    .description('Say what a customer wants to be known; the next request honours it.')
    .requiredOption('--customer <name>', 'who, as in requests');
  return withAccess(withPreferenceOptions(command))
    .addHelpText('after', `\nExamples:\n${TAUGHT}`)
    .action(async (flags: Flags & PreferenceFlags) => {
      const preferences = taughtBy(flags);
      if (preferences.length === 0) {
        throw new NluError('INVALID_ARGUMENT', 'say what to keep: --like, --dislike, --default or --meaning');
      }
      const reply = await asked(flags, (client) => client.teach({ customer: flags.customer, preferences }));
      print(flags, reply, taughtText(reply.taught));
    });
}

function preferencesCommand(): Command {
  const command = new Command('preferences')
    .description('Tell which preferences of a customer are known, and how each came about.')
    .requiredOption('--customer <name>', 'who, as in requests');
  return withAccess(command).action(async (flags: Flags) => {
    const reply = await asked(flags, (client) => client.preferences({ customer: flags.customer }));
    print(flags, reply, preferencesTable(reply.preferences, widthOf(process.stdout)));
  });
}

function forgetCommand(): Command {
  const command = new Command('forget')
    .description('Destroy the key of what is kept of a customer: nobody can read it any more, in copies neither.')
    .requiredOption('--customer <name>', 'who, as in requests')
    .option('--preference <id>', 'forget this one only, as `feedback preferences` prints it');
  return withAccess(command).action(async (flags: Flags & { preference?: string }) => {
    const { customer, preference = '' } = flags;
    const reply = await asked(flags, (client) => client.forget({ customer, preference }));
    const nothing = preference === '' ? 'nothing was kept' : `there is no preference ${preference}`;
    print(flags, reply, reply.wasKnown ? 'forgotten' : nothing);
    // Of a customer nothing is kept afterwards either way; a preference that is not there was mistyped.
    if (preference !== '' && !reply.wasKnown) process.exitCode = 1;
  });
}

function withAccess(command: Command): Command {
  return withGatewayOptions(command.option('--json', "print the gateway's reply as JSON"));
}

async function runReport(requestId: string, flags: ReportFlags): Promise<void> {
  const { event = randomUUID(), time = new Date().toISOString(), customer } = flags;
  const outcome: Outcome = { eventId: event, requestId, customer, time, ...outcomeOf(flags) };
  const reply = await asked(flags, (client) => client.report({ outcomes: [outcome] }));
  // One was sent.
  const { status, eventId, message } = reply.results[0]!;
  const plain = plainOutcomeStatus(status);
  print(flags, reply, `${plain} ${eventId}${message === '' ? '' : `: ${message}`}`);
  if (plain !== 'STORED' && plain !== 'DUPLICATE') process.exitCode = 1;
}

/** Events are a running gateway's: a stack of the command's own would have none. */
function asked<Reply>(flags: GatewayAccess, call: (client: GatewayClient) => Promise<Reply>): Promise<Reply> {
  if (flags.gateway !== undefined) return withGateway(flags, call);
  throw new NluError('INVALID_ARGUMENT', '--gateway: name the gateway that keeps events, as host:port');
}

function print({ json }: Flags, reply: object, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(reply, null, 2) : text}\n`);
}
