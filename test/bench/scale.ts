import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { positiveInteger } from '../../cli/options.js';
import { renderSvg } from '../../training/report/svg.js';
import { startLoadProcess } from './load/load-process.js';
import { machine } from './measurement/machine.js';
import { sampleUtterances } from './measurement/sample-utterances.js';
import { measureDomainCounts } from './scale/domain-count.js';
import { measureDomainWork } from './scale/domain-work.js';
import { scalePicture } from './scale/scale-picture.js';
import { scaleText } from './scale/scale-text.js';

interface Flags {
  rounds: number;
  seconds: number;
  picture?: string;
  json?: boolean;
}

const { rounds, seconds, picture, json } = new Command('bench:scale')
  .description('What a request costs with 3 to 30 domains, 5 to 50 hypotheses and 5 to 60 tokens.')
  .option('--rounds <n>', 'measurements of each size', positiveInteger, 3)
  .addOption(new Option('--seconds <n>', 'of load on each number of domains').argParser(Number).default(3))
  .option('--picture <file>', 'write the curves there, as SVG')
  .option('--json', 'print JSON instead of tables')
  .parse()
  .opts<Flags>();

const generator = startLoadProcess();
try {
  const settings = { rounds, seconds, texts: sampleUtterances() };
  const domains = await measureDomainCounts([3, 6, 12, 21, 30], settings, generator);
  const work = await measureDomainWork([5, 10, 20, 50], [5, 10, 20, 40, 60], rounds);
  const report = { machine: machine(), domains, ...work };
  if (picture !== undefined) writeFileSync(picture, await renderSvg(scalePicture(report)));
  process.stdout.write(`${json ? JSON.stringify(report, null, 2) : scaleText(report)}\n`);
} finally {
  generator.stop();
}
