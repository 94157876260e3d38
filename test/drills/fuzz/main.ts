import { parseArgs } from 'node:util';
import { openChannel } from '../../../serving/rpc/client.js';
import { seeded } from '../../../training/numeric/random.js';
import { type Vitals, vitalsOf } from '../vitals.js';
import { startWatchedStack } from '../watched-stack.js';
import { fuzz, type Victim } from './fuzz.js';

const USAGE = `npm run fuzz [-- --requests <n> --seed <n>]
Sends malformed and hostile requests, and connections that speak no HTTP/2, to the gateway and the music domain of a real
stack; to the domain one by one and in streams, whose batches are damaged too. Exit code 1 for a crash, a hang, a defect, an error that names no field, or memory that grows.
`;

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
/** Memory counts as flat when it grows by no more than this between the first tenth and the end. */
const FLAT_BYTES = 64 * 1024 * 1024;

if (values.help) process.stdout.write(USAGE);
else await main(Number(values.requests), Number(values.seed));

async function main(requests: number, seed: number): Promise<void> {
  const stack = await startWatchedStack();
  // The project ships a music domain.
  const music = stack.domains.find(({ name }) => name === 'music')!;
  const watched = [stack.gateway, music];
  const victims = watched.map(({ name, service: { address } }): Victim => {
    return { target: name === 'gateway' ? 'gateway' : 'domain', address, channel: openChannel(address) };
  });
  const memory = () => Promise.all(watched.map(({ operationsPort }) => vitalsOf(operationsPort)));
  try {
    const random = seeded(seed);
    const run = (count: number) => Promise.race([fuzz(victims, count, 16, random), stack.failure]);
    const statuses = new Map<string, number>();
    const faults: string[] = [];
    const samples: Vitals[][] = [];
    for (let tenth = 0; tenth < 10; tenth++) {
      const report = await run(Math.ceil(requests / 10));
      for (const [name, count] of report.statuses) statuses.set(name, (statuses.get(name) ?? 0) + count);
      faults.push(...report.faults);
      samples.push(await memory());
      process.stderr.write(`${tenth + 1} of 10\n`);
    }
    const growth = watched.map((_, index) => samples[9][index].residentBytes - samples[0][index].residentBytes);
    const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(0);
    const lines = watched.map(({ name }, index) => {
      const tenths = (part: 'residentBytes' | 'heapBytes') =>
        samples.map((sample) => megabytes(sample[index][part])).join(', ');
      return `${name}: resident after each tenth ${tenths('residentBytes')} MB, heap ${tenths('heapBytes')} MB`;
    });
    process.stdout.write(`${requests} requests, seed ${seed}: ${[...statuses].map(([name, count]) => `${count} ${name}`).join(', ')}
${lines.join('\n')}
faults: ${faults.length}${faults.map((fault) => `\n  ${fault}`).join('')}
`);
    process.exitCode = faults.length > 0 || growth.some((bytes) => bytes > FLAT_BYTES) ? 1 : 0;
  } finally {
    for (const { channel } of victims) channel.close();
    await stack.stop();
  }
}
