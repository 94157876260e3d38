import { Command } from 'commander';
import { withGateway } from '../../cli/access/gateway-client.js';
import { wilsonInterval } from '../../training/metrics/reliability-diagram.js';
import { askedOf, HALVES, readTurns } from './turns/rows.js';
import { isRight, kindOf, type TurnKind } from './turns/verdict.js';

interface Flags {
  gateway?: string;
  bundles?: string;
  wrong?: boolean;
  json?: boolean;
}

const { gateway, bundles, wrong, json } = new Command('bench:turns')
  .description(
    'How well answers to a question are understood: the share of test/quality/turns for which decision and readings are right.',
  )
  .option('--gateway <address>', 'ask this gateway instead of a stack of its own')
  .option('--bundles <folder>', 'serve the bundles in <folder>/<domain>/ instead of those that ship')
  .option('--wrong', 'print the answers of the seen half that come out wrong; those of the other half stay unread')
  .option('--json', 'print JSON instead of a table')
  .addHelpText('after', '\nExamples:\n  npm run bench:turns\n  npm run bench:turns -- --wrong')
  .parse()
  .opts<Flags>();

/** Right answers, and all, by kind. */
type Counts = Record<TurnKind | 'all', { right: number; of: number }>;

await withGateway({ gateway, bundles }, async (client) => {
  const report: Record<string, Counts> = {};
  for (const half of HALVES) {
    const zero = () => ({ right: 0, of: 0 });
    const counts: Counts = { reading: zero(), none: zero(), again: zero(), request: zero(), all: zero() };
    for (const row of readTurns(half)) {
      const reply = await client.interpretWhole({ utterance: row.said, asked: askedOf(row) });
      const right = isRight(row, reply);
      for (const count of [counts[kindOf(row)], counts.all]) {
        count.of++;
        if (right) count.right++;
      }
      if (wrong && !right && half === 'seen') {
        const got = reply.readings.map(
          ({ domain, title, probability }) => `${domain} "${title}" ${probability.toFixed(2)}`,
        );
        const asked = row.asked.map(({ domain }) => domain).join(', ');
        const came = `${reply.decision} ${got.join(', ')} (answer ${reply.answerProbability.toFixed(3)})`;
        process.stderr.write(`${asked}: "${row.said}" ${JSON.stringify(row.right)}: ${came}\n`);
      }
    }
    report[half] = counts;
  }
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : textOf(report));
});

function textOf(report: Record<string, Counts>): string {
  const lines = ['Answers that come out right, with the 95 % interval (Wilson)'];
  for (const [half, counts] of Object.entries(report)) {
    for (const [kind, { right, of }] of Object.entries(counts)) {
      const [low, high] = wilsonInterval(right, of).map((share) => (100 * share).toFixed(1));
      lines.push(
        `${half.padEnd(7)} ${kind.padEnd(8)} ${`${right} of ${of}`.padEnd(11)} ${((100 * right) / of).toFixed(1)} % (${low} to ${high})`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
