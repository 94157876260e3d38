import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../files.js';
import { isInstalled } from '../installed-programs.js';
import { serverlessAddress } from './addresses.js';
import { startProcess } from './program.js';

/** Whether Prometheus and its tool can be run here; what needs them is skipped otherwise. */
export const hasPrometheus = isInstalled('prometheus') && isInstalled('promtool');

/** For the names of the tests that are skipped without them. */
export const NEEDS_PROMETHEUS = hasPrometheus ? '' : ' (skipped: needs prometheus and promtool)';

// biome-ignore lint/suspicious/noExplicitAny: each path of the API has data of its own.
type Reply = { status: string; error?: string; data: any };

/** One element of a query's result. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A real Prometheus, killed when the test ends. */
export interface Prometheus {
  /** Evaluates an expression now. @throws Error with Prometheus's own words for one that is wrong */
  query(expression: string): Promise<Series[]>;
  /** The rules that it evaluates, and what came of it. */
  rules(): Promise<{ name: string; health: string; state: string; lastError?: string }[]>;
}

/**
 * Starts a Prometheus that scrapes and evaluates five times a second.
 * @param targets `host:port` of operations ports
 * @param ruleFile path of a file with rules
 */
export async function startPrometheus(targets: readonly string[], ruleFile: string): Promise<Prometheus> {
  const folder = temporaryFolder();
  const settings = {
    global: { scrape_interval: '200ms', scrape_timeout: '200ms', evaluation_interval: '200ms' },
    rule_files: [ruleFile],
    scrape_configs: [{ job_name: 'nlu', static_configs: [{ targets }] }],
  };
  // JSON is YAML.
  const file = join(folder, 'prometheus.yml');
  writeFileSync(file, JSON.stringify(settings));
  const address = await serverlessAddress();
  const args = [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
  ];
  const program = startProcess('prometheus', args, { env: { PATH: process.env.PATH } });
  let isEnded = false;
  void program.ended.then(() => {
    isEnded = true;
  });
  const ready = () =>
    fetch(`http://${address}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await ready())) {
    if (isEnded) throw new Error(`prometheus ended: ${(await program.ended).stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  onTestFinished(async () => {
    program.process.kill('SIGTERM');
    await program.ended;
  });
  const get = async (path: string) => {
    const reply = (await (await fetch(`http://${address}/api/v1/${path}`)).json()) as Reply;
    if (reply.status !== 'success') throw new Error(`${path}: ${reply.error}`);
    return reply.data;
  };
  return {
    async query(expression) {
      const { result } = await get(`query?query=${encodeURIComponent(expression)}`);
      return result.map(({ metric, value: [, text] }: { metric: Series['metric']; value: [number, string] }) => ({
        metric,
        value: Number(text),
      }));
    },
    async rules() {
      const { groups } = await get('rules?type=alert');
      return groups.flatMap((group: { rules: object[] }) => group.rules);
    },
  };
}
