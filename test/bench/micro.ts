import { Command } from 'commander';
import { positiveInteger } from '../../cli/options.js';
import { machine } from './measurement/machine.js';
import { sampleUtterances } from './measurement/sample-utterances.js';
import { shippedBundles } from './measurement/shipped-bundles.js';
import { microTable } from './measurement/tables.js';
import { domainStages } from './micro/domain-stages.js';
import { gatewayStages } from './micro/gateway-stages.js';
import { type StageTime, timeStages } from './micro/stage-timer.js';

interface Flags {
  rounds: number;
  json?: boolean;
}

const command = new Command('bench:micro')
  .description('CPU of every step from an utterance to an answer, in one process, on the shipped bundles and sample.')
  .option('--rounds <n>', 'passes over the sample that count', positiveInteger, 9)
  .option('--json', 'print JSON instead of a table')
  .parse();
const { rounds, json } = command.opts<Flags>();

const texts = sampleUtterances();
const domains: { domain: string; hypotheses: number; stages: StageTime[] }[] = [];
const answered = [];
for (const bundle of await shippedBundles()) {
  const { stages, answers } = await domainStages(bundle, texts);
  const hypotheses = answers.reduce((sum, { hypotheses }) => sum + hypotheses.length, 0) / texts.length;
  domains.push({ domain: bundle.manifest.domain, hypotheses, stages: await timeStages(stages, rounds) });
  answered.push({ bundle, answers });
}
const gateway = await timeStages(gatewayStages(texts, answered), rounds);
const report = { machine: machine(), utterances: texts.length, domains, gateway };
process.stdout.write(`${json ? JSON.stringify(report, null, 2) : microTable(report)}\n`);
