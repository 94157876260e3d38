import Table from 'cli-table3';
import { Command } from 'commander';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import { plainDecision } from '../../proto/plain-names.js';
import { withGateway } from '../access/gateway-client.js';
import { DEMO_REQUESTS, type DemoRequest } from '../interpretation/demo-requests.js';
import { percent, slotText } from '../interpretation/interpretation-table.js';
import { bundlesOption, withOption } from '../options.js';

/** `demo`: a dozen utterances through the whole stack. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('Start the stack, interpret a dozen utterances on several devices, print them and stop.')
    .addOption(bundlesOption())
    .addOption(withOption())
    .addHelpText('after', '\nExample:\n  nlu-reranker demo')
    .action(async (flags: { bundles?: string; with?: string[] }) => {
      const table = await withGateway(flags, async (client, address) => {
        process.stdout.write(`gateway and domain services are up at ${address}\n`);
        const replies = await Promise.all(DEMO_REQUESTS.map((request) => client.interpretWhole(request)));
        return demoTable(replies);
      });
      process.stdout.write(`${table}\n`);
    });
}

function demoTable(replies: readonly InterpretResponse__Output[]): string {
  const table = new Table({
    head: ['device', 'utterance', 'decision', 'best hypothesis', 'posterior', 'confidence', 'next domain'],
    colWidths: [9, 29, 10, 42, 11, 12, 15],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const [index, reply] of replies.entries()) table.push(demoRow(DEMO_REQUESTS[index], reply));
  return table.toString();
}

function demoRow({ utterance, context }: DemoRequest, { decision, hypotheses }: InterpretResponse__Output): string[] {
  const [top] = hypotheses;
  const rival = hypotheses.find((hypothesis) => hypothesis.domain !== top?.domain);
  return [
    context.deviceType ?? '',
    utterance,
    plainDecision(decision),
    top ? `${top.domain}/${top.intent}\n${slotText(top)}` : '(none)',
    top ? percent(top.posterior) : '',
    top ? percent(top.confidence) : '',
    rival ? `${rival.domain} ${percent(rival.posterior)}` : '',
  ];
}
