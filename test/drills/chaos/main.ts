import { parseArgs } from 'node:util';
import { quantile } from '../load.js';
import { chaos } from './chaos.js';
import { FAULTS, type Fault } from './plan.js';

const USAGE = `npm run chaos [-- --seed <n> --faults <n> --minutes <n> --rate <n> --gateways <n> --replicas <n> --transport stream|unary --reserve <ms> --only <kind,…>]
Kills, stops, delays, cuts off and reloads the services of a real stack in seeded order, sets their clocks wrong by up to
a day, and takes NATS away or what it stored, under a steady load with a deadline of 300 ms. Ends after the faults and the minutes, whichever is later (default: 200 faults, 0 minutes). The caller
has two gateways, and asks the other when one fails or has not answered after 100 ms; with --gateways 1 no fault hits the
only one. Exit code 1 when a request was not answered inside its deadline plus 10 ms, an answer was wrong, a missing domain's request was rejected or
accepted for another, or something
did not recover within 5 s. Requests that were not answered are told of, with the longest time that this process itself
was held up meanwhile: on a machine that is busy with more than this, that is what they show.
`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    faults: { type: 'string', default: '200' },
    minutes: { type: 'string', default: '0' },
    rate: { type: 'string', default: '20' },
    gateways: { type: 'string', default: '2' },
    replicas: { type: 'string', default: '1' },
    transport: { type: 'string', default: 'stream' },
    reserve: { type: 'string', default: '20' },
    only: { type: 'string', default: FAULTS.join() },
    help: { type: 'boolean', default: false },
  },
});

const { transport } = values;
const only = values.only.split(',');
const unknown = only.find((kind) => !FAULTS.some((known) => known === kind));
if (values.help) {
  process.stdout.write(USAGE);
} else if (transport !== 'stream' && transport !== 'unary') {
  process.stderr.write(`--transport ${transport}: give stream or unary\n`);
  process.exitCode = 1;
} else if (unknown !== undefined) {
  process.stderr.write(`--only ${unknown}: give some of ${FAULTS.join()}\n`);
  process.exitCode = 1;
} else {
  const { seen, faults, recoveriesMs, unrecovered } = await chaos({
    seed: Number(values.seed),
    faults: Number(values.faults),
    seconds: 60 * Number(values.minutes),
    perSecond: Number(values.rate),
    only: new Set(FAULTS.filter((kind) => only.includes(kind))),
    arena: {
      gateways: Number(values.gateways),
      replicas: Number(values.replicas),
      transport,
      replyReserveMs: Number(values.reserve),
    },
    onFault: (fault, ms) => {
      const recovery = ms === undefined ? 'NOT RECOVERED' : `whole after ${ms.toFixed(0)} ms`;
      process.stderr.write(`${describe(fault)}: ${recovery}\n`);
    },
    onMiss: ({ what, tookMs, ownGapMs }, fault) => {
      const held = `${tookMs.toFixed(0)} ms, of which this process was held up for ${ownGapMs.toFixed(0)}`;
      process.stderr.write(`  not answered: ${what} (${held}) during or after ${fault && describe(fault)}\n`);
    },
  });
  const unanswered = [...seen.unanswered].map(([code, count]) => `${count} ${code}`).join(', ') || '0';
  process.stdout.write(`seed ${values.seed}, ${transport}, gateways: ${values.gateways}, replicas of a domain: ${values.replicas}; faults: ${[...faults].map(([kind, count]) => `${count} ${kind}`).join(', ')}
requests: ${seen.sent} sent, ${seen.whole} whole, ${seen.degraded} degraded, ${seen.wrong} wrong
requests of a domain that was missing: ${seen.absentWins}, of which ${seen.misled} were rejected or accepted for another
unanswered: ${unanswered}; ${seen.late} beyond the deadline plus 10 ms
recovery: ${recoveriesMs.length} within 5 s (median ${quantile(recoveriesMs, 0.5).toFixed(0)} ms, longest ${Math.max(0, ...recoveriesMs).toFixed(0)} ms), ${unrecovered} not
`);
  const failed = seen.wrong + seen.misled + seen.late + unrecovered + seen.unanswered.size > 0;
  process.exitCode = failed ? 1 : 0;
}

function describe(fault: Fault): string {
  return Object.values(fault).join(' ');
}
