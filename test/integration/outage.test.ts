import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type ServiceProcess, startService } from '../../cli/stack/service-process.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import type { Interpretation } from '../../proto/client/index.js';
import { projectRoot } from '../../serving/project.js';
import { sampleCorpora } from '../../training/corpus/default-corpora.js';
import { readCorpus } from '../../training/corpus/read-corpus.js';
import { clientOf } from '../support/servers/gateway-clients.js';
import { startProgram } from '../support/servers/program.js';

const start = async (name: string, script: string[], args: string[]): Promise<ServiceProcess> => {
  const service = await startService({ name, script: join(projectRoot(), 'dist', ...script), args });
  onTestFinished(() => service.stop());
  return service;
};

it('a domain that is killed takes no request with it: hardly any is rejected or accepted for another', async () => {
  const services = new Map<string, ServiceProcess>();
  const ports: string[] = [];
  for (const { name } of domainFolders()) {
    const service = await start(name, ['domains', name, 'main.js'], ['--port', '0', '--allow-unsigned']);
    services.set(name, service);
    ports.push('--domain', `${name}=${service.address}`);
  }
  const gateway = await start('gateway', ['gateway', 'main.js'], ['--port', '0', ...ports]);
  const { interpret } = clientOf({ gateways: [gateway.address], deadlineMs: 5_000 });
  const corpora = sampleCorpora().filter((path) => /(?:music|ambiguous)\.jsonl$/u.test(path));
  const texts = [...new Set(corpora.flatMap((path) => readCorpus(path).map(({ text }) => text)))];
  const wins = ({ decision, hypotheses: [first] }: Interpretation) =>
    decision !== 'REJECT' && first?.domain === 'music';
  const won: string[] = [];
  for (const utterance of texts) if (wins(await interpret({ utterance }))) won.push(utterance);
  expect(won.length).toBeGreaterThan(100);

  process.kill(services.get('music')!.pid, 'SIGKILL');
  services.get('music')!.failure.catch(() => {});
  await expect.poll(async () => (await interpret({ utterance: 'play' })).degraded, { timeout: 5_000 }).toBe(true);
  const misled: string[] = [];
  for (const utterance of won) {
    const { decision, degraded } = await interpret({ utterance });
    expect(degraded).toBe(true);
    if (decision === 'REJECT' || decision === 'ACCEPT') misled.push(`${decision}: ${utterance}`);
  }
  expect(misled.length, misled.join('\n')).toBeLessThanOrEqual(0.05 * won.length);
  expect(await interpret({ utterance: 'what is the weather in boston' })).toMatchObject({ decision: 'REJECT' });
  expect(await interpret({ utterance: 'rate the novel dune 5 stars' })).toMatchObject({ decision: 'ACCEPT' });
}, 180_000);

it('any domain of the sample: at most 5 % misled, and a risk that is calibrated, by the command that anyone can run', async () => {
  const { code, stdout, stderr } = await startProgram('test/bench/outage.js', ['--sample']).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/sample: \d+ of \d{3} requests of absent domains are rejected or accepted for another/);
}, 240_000);
