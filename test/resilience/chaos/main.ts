import { parseArgs } from 'node:util';
import { quantile } from '../load.js';
import { chaos } from './chaos.js';

const usage = `npm run chaos [-- --seed <n> --faults <n> --minutes <n> --rate <n> --reserve <ms>]
Kills, stops, delays, cuts off and reloads the services of a real stack in seeded order, under a steady load. Ends after
the faults and the minutes, whichever is later (default: 200 faults, 0 minutes). The gateway keeps 60 ms of the deadline
of 300 ms back for its reply, since everything shares this machine's cores (--reserve). Exit code 1 when a request was not
answered inside its deadline plus 10 ms, an answer was wrong, or something did not recover within 5 s.
`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    faults: { type: 'string', default: '200' },
    minutes: { type: 'string', default: '0' },
    rate: { type: 'string', default: '20' },
    reserve: { type: 'string', default: '60' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(usage);
} else {
  const { seen, faults, recoveriesMs, unrecovered, ownGapsMs } = await chaos({
    seed: Number(values.seed),
    faults: Number(values.faults),
    seconds: 60 * Number(values.minutes),
    perSecond: Number(values.rate),
    replyReserveMs: Number(values.reserve),
    onFault: (fault, ms) => {
      const { kind, ...details } = fault;
      const where = Object.values(details).join(' ');
      process.stderr.write(
        `${kind} ${where}: ${ms === undefined ? 'NOT RECOVERED' : `whole after ${ms.toFixed(0)} ms`}\n`,
      );
    },
  });
  const unanswered = [...seen.unanswered].map(([code, count]) => `${count} ${code}`).join(', ') || '0';
  process.stdout.write(`seed ${values.seed}; faults: ${[...faults].map(([kind, count]) => `${count} ${kind}`).join(', ')}
requests: ${seen.sent} sent, ${seen.whole} whole, ${seen.degraded} degraded, ${seen.wrong} wrong
unanswered: ${unanswered}; ${seen.late} beyond the deadline plus 10 ms
recovery: ${recoveriesMs.length} within 5 s (median ${quantile(recoveriesMs, 0.5).toFixed(0)} ms, longest ${Math.max(0, ...recoveriesMs).toFixed(0)} ms), ${unrecovered} not
gaps of the caller's own event loop: p99 ${ownGapsMs.p99.toFixed(0)} ms, longest ${ownGapsMs.longest.toFixed(0)} ms
`);
  const failed = seen.wrong + seen.late + unrecovered + seen.unanswered.size > 0;
  process.exitCode = failed ? 1 : 0;
}
